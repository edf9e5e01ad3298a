package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/net/http2"
)

const (
	watchConnections = 100
	watchesEach      = 100
	eventsPerSecond  = 4
	events           = 100
)

// watches has 10,000 of them on one kind, a tenth of which never reads, while events are written.
func watches(ctx context.Context, t *target, n *tally) {
	const all = "/api/v1/namespaces/abuse-watched/configmaps"
	c := t.client(true)
	defer c.CloseIdleConnections()
	t.do(c, ctx, "POST", all, strings.NewReader(configMap("seen", 500)))
	_, text, _ := t.do(c, ctx, "GET", all, nil)
	var list struct {
		Metadata struct{ ResourceVersion string }
	}
	json.Unmarshal(text, &list)
	path := all + "?watch=1&resourceVersion=" + list.Metadata.ResourceVersion

	var open, seen atomic.Int64
	go connections(ctx, t, n, watchConnections, func() func() (net.Conn, error) {
		var i atomic.Int32
		return func() (net.Conn, error) {
			if i.Add(1)%10 == 0 {
				return t.h2(ctx, true, 0)
			}
			return t.h2(ctx, true, 1<<30)
		}
	}(), func(nc net.Conn) {
		c := nc.(*h2conn)
		c.mu.Lock()
		c.fr.WriteWindowUpdate(0, 1<<30)
		for range watchesEach {
			c.get(path)
		}
		c.w.Flush()
		c.mu.Unlock()
		c.read(func(f http2.Frame) {
			switch f := f.(type) {
			case *http2.HeadersFrame:
				open.Add(1)
			case *http2.DataFrame:
				seen.Add(int64(bytes.Count(f.Data(), []byte("\n"))))
			case *http2.RSTStreamFrame:
				n.add("watches reset", 1)
			}
		})
	})
	wait := func(until func() bool) {
		for ctx.Err() == nil && !until() {
			time.Sleep(50 * time.Millisecond)
		}
	}
	begun := time.Now()
	wait(func() bool { return open.Load() >= watchConnections*watchesEach })
	n.add("open", open.Load())
	n.add("after ms", time.Since(begun).Milliseconds())
	begun = time.Now()
	for i := range events {
		time.Sleep(time.Until(begun.Add(time.Duration(i) * time.Second / eventsPerSecond)))
		code, _, err := t.do(c, ctx, "PATCH", all+"/seen", strings.NewReader(fmt.Sprintf(`{"metadata":{"labels":{"n":"%d"}}}`, i)),
			"Content-Type", "application/merge-patch+json")
		if err != nil || code != 200 {
			n.add("events not written", 1)
		}
	}
	expected := int64(watchConnections * watchesEach * 9 / 10 * events)
	written := time.Now()
	wait(func() bool { return seen.Load() >= expected })
	n.add("events seen", seen.Load())
	n.add("of", expected)
	n.add("ms after the last was written", time.Since(written).Milliseconds())
}

// upgrades asks for exec in a pod whose node takes connections and says nothing.
func upgrades(ctx context.Context, t *target, n *tally) {
	pit, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{t.cert}})
	if err != nil {
		return
	}
	defer pit.Close()
	go func() {
		for {
			c, err := pit.Accept()
			if err != nil {
				return
			}
			go func() {
				io.Copy(io.Discard, c)
				c.Close()
			}()
		}
	}()
	port := pit.Addr().(*net.TCPAddr).Port
	c := t.client(true)
	defer c.CloseIdleConnections()
	do := func(method, path, text string) {
		if code, answer, err := t.do(c, ctx, method, path, strings.NewReader(text)); err != nil || code > 299 && code != 409 && code != 404 {
			n.add(fmt.Sprintf("not prepared: %s %d %v %.200s", path, code, err, answer), 1)
		}
	}
	do("POST", "/api/v1/nodes", `{"metadata":{"name":"pit"}}`)
	do("PUT", "/api/v1/nodes/pit/status", fmt.Sprintf(`{"apiVersion":"v1","kind":"Node","metadata":{"name":"pit"},"status":{
		"addresses":[{"type":"InternalIP","address":"127.0.0.1"}],"daemonEndpoints":{"kubeletEndpoint":{"Port":%d}}}}`, port))
	do("POST", "/api/v1/namespaces/abuse/pods", `{"metadata":{"name":"pit"},"spec":{"nodeName":"pit","serviceAccountName":"hostile","automountServiceAccountToken":false,
		"tolerations":[{"operator":"Exists"}],"containers":[{"name":"c","image":"i"}]}}`)
	connections(ctx, t, n, 2000, t.secure(ctx, "http/1.1"), func(c net.Conn) {
		io.WriteString(c, t.http1("POST", "/api/v1/namespaces/abuse/pods/pit/exec?command=x&stdout=1", "connection: upgrade",
			"upgrade: SPDY/3.1", "x-stream-protocol-version: v4.channel.k8s.io", "content-length: 0", ""))
		buf := make([]byte, 4096)
		if k, _ := c.Read(buf); k > 12 && ctx.Err() == nil {
			n.add("answered "+string(buf[9:12]), 1)
		}
		io.Copy(io.Discard, c)
	})
	ctx = context.WithoutCancel(ctx)
	do("DELETE", "/api/v1/namespaces/abuse/pods/pit?gracePeriodSeconds=0", "")
	do("DELETE", "/api/v1/nodes/pit", "")
}
