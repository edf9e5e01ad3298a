package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/net/http2"
)

const (
	drip      = 5 * time.Second
	dialersAt = 32
)

// each runs a function many times at once; at most a few of them may be dialling at the same time.
func each(count int, run func(i int, dialling sync.Locker)) {
	var wg sync.WaitGroup
	gate := make(gate, dialersAt)
	for i := range count {
		wg.Go(func() { run(i, gate) })
	}
	wg.Wait()
}

type gate chan struct{}

func (g gate) Lock()   { g <- struct{}{} }
func (g gate) Unlock() { <-g }

// connections opens many, has each do something until the end, and counts those that the server let live until then.
func connections(ctx context.Context, t *target, n *tally, count int, dial func() (net.Conn, error), live func(net.Conn)) {
	each(count, func(_ int, dialling sync.Locker) {
		dialling.Lock()
		c, err := dial()
		dialling.Unlock()
		if err != nil {
			if ctx.Err() == nil {
				n.add("not connected", 1)
			}
			return
		}
		n.add("connected", 1)
		stop := context.AfterFunc(ctx, func() { c.Close() })
		defer stop()
		defer c.Close()
		live(c)
		if ctx.Err() == nil {
			n.add("ended by the server", 1)
		}
	})
}

func (t *target) secure(ctx context.Context, proto string) func() (net.Conn, error) {
	return func() (net.Conn, error) { return t.dial(ctx, proto, true) }
}

// dripping sends a byte now and then until the server has had enough.
func dripping(first string, drop string) func(net.Conn) {
	return func(c net.Conn) {
		over := make(chan struct{})
		go func() {
			io.Copy(io.Discard, c)
			close(over)
		}()
		io.WriteString(c, first)
		for {
			select {
			case <-over:
				return
			case <-time.After(drip):
				if _, err := io.WriteString(c, drop); err != nil {
					return
				}
			}
		}
	}
}

func slowHeaders(ctx context.Context, t *target, n *tally) {
	connections(ctx, t, n, 2000, t.secure(ctx, "http/1.1"), dripping(t.http1("GET", "/version")+"x: ", "y"))
}

func slowBodies1(ctx context.Context, t *target, n *tally) {
	connections(ctx, t, n, 2000, t.secure(ctx, "http/1.1"), dripping(
		t.http1("POST", held, "content-type: application/json", "content-length: 50000", "")+"{", " "))
}

// body is one that begins at once and goes on a byte at a time, or not at all.
type body struct {
	ctx   context.Context
	first io.Reader
	drip  time.Duration
}

func (b body) Read(into []byte) (int, error) {
	if n, err := b.first.Read(into); err == nil {
		return n, nil
	}
	select {
	case <-b.ctx.Done():
		return 0, b.ctx.Err()
	case <-time.After(b.drip):
		into[0] = ' '
		return 1, nil
	}
}

// bodies begins many requests on HTTP/2 whose bodies do not come to an end, a hundred on each connection.
func bodies(known bool, conns, bytes int, drip time.Duration) func(context.Context, *target, *tally) {
	return func(ctx context.Context, t *target, n *tally) {
		text := strings.Repeat(" ", bytes)
		clients := make([]*http.Client, conns)
		for i := range clients {
			clients[i] = t.client(known)
			defer clients[i].CloseIdleConnections()
		}
		each(conns*100, func(i int, dialling sync.Locker) {
			if i >= conns {
				time.Sleep(2 * time.Second) // The first of each connection dials.
			}
			n.add("begun", 1)
			code, _, err := t.do(clients[i%conns], ctx, "POST", held,
				body{ctx, strings.NewReader(text), drip})
			if ctx.Err() == nil {
				n.add(outcome(code, err), 1)
			}
		})
	}
}

// idle connections have shaken hands and then say nothing; half of them began HTTP/2.
func idle(ctx context.Context, t *target, n *tally) {
	var i atomic.Int32
	connections(ctx, t, n, 5000, func() (net.Conn, error) {
		if i.Add(1)%2 == 0 {
			return t.h2(ctx, true, 65535)
		}
		return t.dial(ctx, "http/1.1", false)
	}, func(c net.Conn) { io.Copy(io.Discard, c) })
}

// handshakes begin and never end.
func handshakes(ctx context.Context, t *target, n *tally) {
	connections(ctx, t, n, 5000, func() (net.Conn, error) { return net.Dial("tcp", t.addr) }, func(c net.Conn) {
		c.Write([]byte{22, 3, 1, 2, 0, 1, 0, 1, 252})
		io.Copy(io.Discard, c)
	})
}

// stuck opens many requests for long answers on connections that leave the server no window.
func stuck(conns int, path string) func(context.Context, *target, *tally) {
	return func(ctx context.Context, t *target, n *tally) {
		connections(ctx, t, n, conns, func() (net.Conn, error) { return t.h2(ctx, true, 0) }, func(nc net.Conn) {
			c := nc.(*h2conn)
			c.mu.Lock()
			for range 100 {
				c.get(path)
			}
			c.w.Flush()
			c.mu.Unlock()
			c.read(func(f http2.Frame) {
				switch f := f.(type) {
				case *http2.HeadersFrame:
					n.add("answers begun", 1)
				case *http2.RSTStreamFrame:
					n.add("streams reset", 1)
				case *http2.GoAwayFrame:
					n.add(fmt.Sprint("sent away: ", f.ErrCode), 1)
				}
			})
		})
	}
}

// unread asks for long answers on HTTP/1 and reads none of them.
func unread(ctx context.Context, t *target, n *tally) {
	connections(ctx, t, n, 500, t.secure(ctx, "http/1.1"), func(c net.Conn) {
		io.WriteString(c, t.http1("GET", held, ""))
		// Whether it still lives is seen by writing, since reading is what this client does not do.
		for ctx.Err() == nil {
			time.Sleep(drip)
			if _, err := io.WriteString(c, t.http1("GET", "/version", "")); err != nil {
				return
			}
		}
	})
}
