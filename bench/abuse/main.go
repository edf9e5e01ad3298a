// Command abuse does to an API server on a loopback address what hostile or broken clients do, one thing after the other, and
// tells how an ordinary client fared meanwhile and what the server used before, during and after.
package main

import (
	"context"
	"encoding/json"
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
		{"nothing", 10, func(ctx context.Context, _ *target, _ *tally) { <-ctx.Done() }},
		{"rapid-reset", 15, rapidReset(true)},
		{"rapid-reset-anonymous", 15, rapidReset(false)},
		{"continuations", 10, continuations},
		{"control-frames", 10, controlFrames},
		{"huge-headers", 8, hugeHeaders},
		{"huge-bodies", 8, hugeBodies},
		{"gzip-bombs", 8, bombs},
		{"handshakes", 15, handshakes},
		{"idle", 110, idle},
		{"slow-headers", 45, slowHeaders},
		{"slow-bodies-http1", 85, slowBodies1},
		{"slow-bodies-http2", 85, bodies(true, 20, 100, drip)},
		{"held-bodies", 85, bodies(false, 20, 3<<20-100, time.Hour)},
		{"stuck-lists", 85, stuck(50, held)},
		{"stuck-lists-http1", 85, unread},
		{"stuck-watches", 45, stuck(20, held+"?watch=1")},
		{"watches", 75, watches},
		{"upgrades", 40, upgrades},
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
		attackAlone(t.as(os.Getenv("ABUSE_TOKEN")), *attack)
		return
	}
	tokens := map[string]string{}
	if err == nil {
		tokens, err = prepare(t)
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
		runOne(t.as(tokens["normal"]), s, tokens["hostile"], *kubeconfig, ids, *settle, *rest)
	}
}

func settled(pids []string, command string) usage {
	if command != "" {
		exec.Command("sh", "-c", command).Run()
	}
	return measure(pids)
}

// runOne has the attack done by a process of its own with one processor, so that the ordinary client is not held up by it.
func runOne(t *target, s scenario, token, kubeconfig string, pids []string, settle string, rest time.Duration) {
	before := settled(pids, settle)
	w := watchUsage(pids)
	begun := time.Now()
	client := startNormal(context.Background(), t)
	attack := exec.Command(os.Args[0], "-kubeconfig", kubeconfig, "-attack", s.name)
	attack.Env = append(os.Environ(), "GOMAXPROCS=1", "ABUSE_TOKEN="+token)
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
			time.Sleep(time.Second) // It counts to its end, and what it made is taken away again.
			fmt.Print(n)
		}
	}
}

// prepare makes the namespaces, a service account for each side that may do anything (and so is ordinary to priority and
// fairness, as the administrator is not), and 1,000 objects of 4 KB so that a list is long. It returns the tokens.
func prepare(t *target) (map[string]string, error) {
	c := t.client(true)
	defer c.CloseIdleConnections()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	var failure error
	create := func(path, text string) []byte {
		code, answer, err := t.do(c, ctx, "POST", path, strings.NewReader(text))
		if failure == nil && (err != nil || code > 299 && code != 409) {
			failure = fmt.Errorf("%s is not made: %d %v %s", path, code, err, answer)
		}
		return answer
	}
	for _, name := range []string{"abuse", "abuse-normal", "abuse-watched"} {
		create("/api/v1/namespaces", `{"metadata":{"name":"`+name+`"}}`)
	}
	tokens := map[string]string{}
	const accounts = "/api/v1/namespaces/abuse/serviceaccounts"
	for _, name := range []string{"normal", "hostile"} {
		create(accounts, `{"metadata":{"name":"`+name+`"}}`)
		create("/apis/rbac.authorization.k8s.io/v1/clusterrolebindings", `{"metadata":{"name":"abuse-`+name+`"},
			"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"cluster-admin"},
			"subjects":[{"kind":"ServiceAccount","namespace":"abuse","name":"`+name+`"}]}`)
		var request struct{ Status struct{ Token string } }
		json.Unmarshal(create(accounts+"/"+name+"/token", `{"spec":{"expirationSeconds":36000}}`), &request)
		tokens[name] = request.Status.Token
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
	return tokens, failure
}
