# Sourced by the scripts: find_jdk sets JDK to a JDK 25 or newer, or says what to do and ends.

is_jdk25() {
	[ -x "$1/bin/javac" ] || return 1
	local version
	version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null)
	[ "${version:-0}" -ge 25 ]
}

find_jdk() {
	local candidate
	for candidate in "${JAVA_HOME-}" /usr/lib/jvm/* /opt/*jdk* /opt/java/* "$HOME"/.sdkman/candidates/java/* \
		"$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
		if [ -n "$candidate" ] && is_jdk25 "$candidate"; then
			JDK=$candidate
			return
		fi
	done
	if command -v javac >/dev/null; then
		candidate=$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")
		if is_jdk25 "$candidate"; then
			JDK=$candidate
			return
		fi
	fi
	echo 'jibe: no JDK 25 or newer found. Install one (for example Eclipse Temurin 25) and set JAVA_HOME to it.' >&2
	exit 1
}
