package main

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

// usage is what the server's processes take, all together.
type usage struct {
	rssMB, threads, files int
	cpu                   time.Duration
}

func measure(pids []string) usage {
	var u usage
	for _, pid := range pids {
		status, err := os.ReadFile("/proc/" + pid + "/status")
		if err != nil {
			continue
		}
		for line := range strings.Lines(string(status)) {
			f := strings.Fields(line)
			if len(f) < 2 {
				continue
			}
			n, _ := strconv.Atoi(f[1])
			switch f[0] {
			case "VmRSS:":
				u.rssMB += n / 1024
			case "Threads:":
				u.threads += n
			}
		}
		if d, err := os.Open("/proc/" + pid + "/fd"); err == nil {
			names, _ := d.Readdirnames(-1)
			u.files += len(names)
			d.Close()
		}
		stat, _ := os.ReadFile("/proc/" + pid + "/stat")
		if i := bytes.LastIndexByte(stat, ')'); i > 0 {
			f := strings.Fields(string(stat[i+1:]))
			for _, ticks := range f[11:13] {
				n, _ := strconv.Atoi(ticks)
				u.cpu += time.Duration(n) * 10 * time.Millisecond
			}
		}
	}
	return u
}

// watcher notes the highest of what is used while something goes on.
type watcher struct {
	stop chan struct{}
	done sync.WaitGroup
	max  usage
}

func watchUsage(pids []string) *watcher {
	w := &watcher{stop: make(chan struct{})}
	w.done.Go(func() {
		for {
			u := measure(pids)
			w.max.rssMB, w.max.threads, w.max.files = max(w.max.rssMB, u.rssMB), max(w.max.threads, u.threads), max(w.max.files, u.files)
			select {
			case <-w.stop:
				return
			case <-time.After(500 * time.Millisecond):
			}
		}
	})
	return w
}

func (w *watcher) end() usage {
	close(w.stop)
	w.done.Wait()
	return w.max
}

// tally counts by name what happened, for the last column.
type tally struct {
	mu     sync.Mutex
	names  []string
	counts map[string]int64
}

func (t *tally) add(name string, n int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.counts == nil {
		t.counts = map[string]int64{}
	}
	if _, known := t.counts[name]; !known {
		t.names = append(t.names, name)
	}
	t.counts[name] += n
}

func (t *tally) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	var parts []string
	for _, name := range t.names {
		parts = append(parts, fmt.Sprintf("%s %d", name, t.counts[name]))
	}
	return strings.Join(parts, ", ")
}
