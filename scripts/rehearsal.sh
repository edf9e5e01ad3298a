# Sourced by the examples: a cluster with one simulated node for the time of the script, and checks that are counted.
# Wants `jibe`, `home` (a new directory) and `port`; sets KUBECONFIG.

export KUBECONFIG=$home/cluster/kubeconfig

check() { # name, command...
	local name=$1
	shift
	if "$@" >"$home/out" 2>&1; then
		echo "ok $name"
	else
		echo "not ok $name"
		sed 's/^/    /' "$home/out" | tail -n 15
	fi
}
fails() { ! "$@"; }
contains() { # text, command...
	local text=$1
	shift
	"$@" >"$home/got" 2>&1
	grep -q -- "$text" "$home/got" || { echo "no '$text' in:"; cat "$home/got"; return 1; }
}
equals() { # expected, command...
	local expected=$1 got
	shift
	got=$("$@") && [ "$got" = "$expected" ] || { echo "expected '$expected', got '$got'"; return 1; }
}
begin() {
	"$jibe" up --background --simulated-nodes 1 --data-dir "$home/cluster" --port "$port" >"$home/out" 2>&1 || {
		echo 'not ok the cluster starts'
		cat "$home/out"
		exit 1
	}
	trap finish EXIT
}
finish() {
	"$jibe" down --data-dir "$home/cluster" >/dev/null 2>&1
	rm -rf "$home"
}
