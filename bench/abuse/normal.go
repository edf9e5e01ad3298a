package main

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// normal is a client that wants nothing special: ten times a second it makes an object, reads it and deletes it.
type normal struct {
	t       *target
	http    *http.Client
	mu      sync.Mutex
	times   []time.Duration
	failed  int
	example string
	wg      sync.WaitGroup
	cancel  context.CancelFunc
}

const (
	beat     = 100 * time.Millisecond
	patience = 10 * time.Second
)

func startNormal(ctx context.Context, t *target) *normal {
	ctx, cancel := context.WithCancel(ctx)
	n := &normal{t: t, http: t.client(true), cancel: cancel}
	n.wg.Go(func() {
		for i := 0; ; i++ {
			select {
			case <-ctx.Done():
				return
			case <-time.After(beat):
				n.wg.Go(func() { n.round(fmt.Sprintf("steady-%d-%d", time.Now().UnixNano(), i)) })
			}
		}
	})
	return n
}

func (n *normal) round(name string) {
	const all = "/api/v1/namespaces/abuse-normal/configmaps"
	n.one("POST", all, configMap(name, 100), 201)
	n.one("GET", all+"/"+name, "", 200)
	n.one("DELETE", all+"/"+name, "", 200)
}

func (n *normal) one(method, path, body string, want int) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	begun := time.Now()
	code, _, err := n.t.do(n.http, ctx, method, path, strings.NewReader(body))
	took := time.Since(begun)
	n.mu.Lock()
	defer n.mu.Unlock()
	n.times = append(n.times, took)
	if err != nil || code != want {
		n.failed++
		n.example = fmt.Sprintf("%s %d %v", method, code, err)
	}
}

// end waits for the rounds that have begun; requests, those that failed, and milliseconds.
func (n *normal) end() (requests, failed int, p50, p99 float64, example string) {
	n.cancel()
	n.wg.Wait()
	n.http.CloseIdleConnections()
	slices.Sort(n.times)
	at := func(q float64) float64 {
		if len(n.times) == 0 {
			return 0
		}
		return float64(n.times[int(q*float64(len(n.times)-1))].Microseconds()) / 1000
	}
	return len(n.times), n.failed, at(0.5), at(0.99), n.example
}

func configMap(name string, bytes int) string {
	return fmt.Sprintf(`{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"%s"},"data":{"k":"%s"}}`, name, strings.Repeat("x", bytes))
}
