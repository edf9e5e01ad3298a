// Command abuse does to an API server on a loopback address what hostile or broken clients do, one thing after the other, and
// tells how an ordinary client fared meanwhile and what the server used before, during and after.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"time"
)

type scenario struct {
	name    string
	seconds int
	run     func(context.Context, *target, *tally)
}

const held = "/api/v1/namespaces/abuse/configmaps"

func scenarios() []scenario {
	return []scenario{
		{"nothing", 15, func(ctx context.Context, _ *target, _ *tally) { <-ctx.Done() }},
		{"rapid-reset", 20, rapidReset(true)},
		{"rapid-reset-anonymous", 20, rapidReset(false)},
		{"continuations", 15, continuations},
		{"control-frames", 15, controlFrames},
		{"huge-headers", 10, hugeHeaders},
		{"huge-bodies", 10, hugeBodies},
		{"gzip-bombs", 10, bombs},
		{"handshakes", 20, handshakes},
		{"idle", 110, idle},
		{"slow-headers", 60, slowHeaders},
		{"slow-bodies-http1", 100, slowBodies1},
		{"slow-bodies-http2", 100, bodies(true, 20, 100, drip)},
		{"held-bodies", 90, bodies(false, 20, 3<<20-100, time.Hour)},
		{"stuck-lists", 90, stuck(50, held)},
		{"stuck-lists-http1", 90, unread},
		{"stuck-watches", 90, stuck(20, held+"?watch=1")},
		{"watches", 120, watches},
		{"upgrades", 60, upgrades},
	}
}

func main() {
	kubeconfig := flag.String("kubeconfig", "", "the administrator's, of a server on a loopback address")
	pids := flag.String("pids", "", "processes of the server, separated by commas")
	only := flag.String("only", "", "names of scenarios, separated by commas; all if empty")
	settle := flag.String("settle", "", "a shell command to run before what is used afterwards is measured")
	attack := flag.String("attack", "", "do only this attack, and measure nothing")
	rest := flag.Duration("rest", 10*time.Second, "between a scenario and what is measured after it")
	flag.Parse()
	t, err := readTarget(*kubeconfig)
	if err == nil && *attack != "" {
		attackAlone(t, *attack)
		return
	}
	if err == nil {
		err = prepare(t)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "abuse:", err)
		os.Exit(1)
	}
	ids := strings.Split(*pids, ",")
	fmt.Println("| scenario | requests | failed | p50 ms | p99 ms | cores | MB before | most | after | threads | most | after | files | most | after | what happened |")
	fmt.Println("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|")
	for _, s := range scenarios() {
		if *only != "" && !slices.Contains(strings.Split(*only, ","), s.name) {
			continue
		}
		runOne(t, s, *kubeconfig, ids, *settle, *rest)
	}
}

func settled(pids []string, command string) usage {
	if command != "" {
		exec.Command("sh", "-c", command).Run()
	}
	return measure(pids)
}

// runOne has the attack done by a process of its own with one processor, so that the ordinary client is not held up by it.
func runOne(t *target, s scenario, kubeconfig string, pids []string, settle string, rest time.Duration) {
	before := settled(pids, settle)
	w := watchUsage(pids)
	begun := time.Now()
	client := startNormal(context.Background(), t)
	attack := exec.Command(os.Args[0], "-kubeconfig", kubeconfig, "-attack", s.name)
	attack.Env = append(os.Environ(), "GOMAXPROCS=1")
	attack.Stderr = os.Stderr
	note, err := attack.Output()
	requests, failed, p50, p99, example := client.end()
	during := measure(pids).cpu - before.cpu
	took := time.Since(begun)
	most := w.end()
	time.Sleep(rest)
	after := settled(pids, settle)
	said := string(note)
	if err != nil {
		said += "; " + err.Error()
	}
	if example != "" {
		said += "; " + strings.ReplaceAll(example, "|", "/")
	}
	fmt.Printf("| %s | %d | %d | %.1f | %.1f | %.2f | %d | %d | %d | %d | %d | %d | %d | %d | %d | %s |\n", s.name, requests, failed, p50, p99,
		during.Seconds()/took.Seconds(), before.rssMB, most.rssMB, after.rssMB, before.threads, most.threads, after.threads,
		before.files, most.files, after.files, said)
}

// attackAlone does one thing for its time and says what happened.
func attackAlone(t *target, name string) {
	for _, s := range scenarios() {
		if s.name == name {
			ctx, cancel := context.WithTimeout(context.Background(), time.Duration(s.seconds)*time.Second)
			defer cancel()
			n := &tally{}
			go s.run(ctx, t, n)
			<-ctx.Done()
			fmt.Print(n)
			time.Sleep(time.Second) // What it made is taken away again.
		}
	}
}

// prepare makes the namespaces, and 1,000 objects of 4 KB so that a list is long.
func prepare(t *target) error {
	c := t.client(true)
	defer c.CloseIdleConnections()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	for _, name := range []string{"abuse", "abuse-normal", "abuse-watched"} {
		code, text, err := t.do(c, ctx, "POST", "/api/v1/namespaces", strings.NewReader(`{"metadata":{"name":"`+name+`"}}`))
		if err != nil || code != 201 && code != 409 {
			return fmt.Errorf("namespace %s is not made: %d %v %s", name, code, err, text)
		}
	}
	var wg sync.WaitGroup
	for worker := range 8 {
		wg.Go(func() {
			for i := worker; i < 1000; i += 8 {
				t.do(c, ctx, "POST", held, strings.NewReader(configMap(fmt.Sprint("held-", i), 4000)))
			}
		})
	}
	wg.Wait()
	return nil
}
