# Sourced by the scripts: build_program makes program/target/lib from the sources; needs JDK (scripts/jdk.sh).

find_maven() {
	command -v mvn >/dev/null && return
	if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
		echo 'jibe: installing maven' >&2
		apt-get update -qq >&2 && apt-get install -y -qq maven >&2 && return
	fi
	echo 'jibe: Maven (mvn) is needed to build, 3.8 or newer. Install it, for example: apt-get install maven' >&2
	exit 1
}

build_program() {
	find_maven
	local log=$1/program/target/build.log
	mkdir -p "$1/program/target"
	echo 'jibe: building (a few minutes the first time)' >&2
	(cd "$1" && JAVA_HOME=$JDK mvn -pl program -am -DskipTests package 2>&1) | tee "$log" |
		sed -un 's/^\[INFO\] Building \([^ ]* [0-9.]*\) *\(\[.*\]\)/  \1 \2/p' >&2
	if ! grep -q 'BUILD SUCCESS' "$log"; then
		grep -m5 '^\[ERROR\]' "$log" >&2
		echo "jibe: the build failed; all of it is in $log" >&2
		exit 1
	fi
	touch "$1/program/target/built"
}
