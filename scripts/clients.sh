# Sourced by the examples: builds other people's clients from their Go modules, once, into a cache directory.

clients=${JIBE_CLIENTS:-${XDG_CACHE_HOME:-$HOME/.cache}/jibe-clients}

has_go() {
	command -v go >/dev/null || [ ! -x /usr/local/go/bin/go ] || PATH=$PATH:/usr/local/go/bin
	command -v go >/dev/null
}

# Helm of a version such as v4.3.1: sets HELM.
build_helm() {
	HELM=$clients/helm-$1
	[ -x "$HELM" ] && return
	mkdir -p "$clients" && GOBIN=$clients/bin-$1 go install "helm.sh/helm/v4/cmd/helm@$1" &&
		mv "$clients/bin-$1/helm" "$HELM" && rmdir "$clients/bin-$1"
}

# kubectl of a version such as v0.35.1, which is that of its module: sets KUBECTL. The module of Kubernetes as a whole
# cannot be installed this way and is large; its main program is these few lines.
build_kubectl() {
	KUBECTL=$clients/kubectl-$1
	[ -x "$KUBECTL" ] && return
	local source=$clients/source-$1
	mkdir -p "$source" && cat >"$source/main.go" <<-'MAIN'
		package main

		import (
			"k8s.io/component-base/cli"
			"k8s.io/kubectl/pkg/cmd"
			"k8s.io/kubectl/pkg/cmd/util"
		)

		func main() {
			if err := cli.RunNoErrOutput(cmd.NewDefaultKubectlCommand()); err != nil {
				util.CheckErr(err)
			}
		}
	MAIN
	(cd "$source" && rm -f go.mod go.sum && go mod init kubectl && go get "k8s.io/kubectl@$1" "k8s.io/component-base@$1" &&
		go mod tidy && go build -o "$KUBECTL" .) && rm -rf "$source"
}
