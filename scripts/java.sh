# Sourced by ./jibe: how the program is started; needs JDK (scripts/jdk.sh) and $here.

PROGRAM=("$JDK/bin/java" -XX:-UsePerfData --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow)

# Our own jars first: files among the classes are looked for in one jar after the other.
class_path() { # LIB
	local IFS=:
	local own=("$1"/jibe-*.jar) all=("$1"/*.jar) others=() jar
	for jar in "${all[@]}"; do [[ ${jar##*/} == jibe-* ]] || others+=("$jar"); done
	echo "${own[*]}:${others[*]}"
}
MAIN=(-cp "$here/program/target/jibe-jibe-0.1.0.jar:$(class_path "$here/program/target/lib")" dev.jibe.jibe.Main)

# A heap that follows what the cluster needs and gives back what it does not (HeapKeeper says when its old part is looked
# at; new code alone is no reason to, until half of the room for it is new), and so does the memory beside it, of which the
# compilers leave 20 MB after a start. Inlining within tighter limits than the JVM's:
# half the compiler's work in the first minute, which is what two cores are short of then (docs/performance.md). What a JVM
# says about its cache of classes is nothing that a user could act on: without the cache it only starts slower. Stacks, those
# of virtual threads too, must bear objects that nest a thousand deep, which took up to 1 MB; what is not used costs nothing.
FOR_CLUSTERS=(-XX:+UseSerialGC -XX:+UseCompactObjectHeaders -Xms24m "-Xmx${JIBE_HEAP:-4g}" -XX:MinHeapFreeRatio=10
	-XX:MaxHeapFreeRatio=25 -XX:-ShrinkHeapInSteps -XX:FreqInlineSize=150 -XX:InlineSmallCode=1200
	-XX:ReservedCodeCacheSize=64m -XX:SweeperThreshold=50 -Xss4m -XX:TrimNativeHeapInterval=10000
	-Xlog:disable -Xlog:all=error:stderr)

# What the rehearsal found worth it is compiled at once, not when it is asked for again and again, by compilers that give way
# to the start and to requests (`nice` 10): after some idle seconds a new process works like one that has worked before
# (docs/performance.md). These are options of the JVM's that may go again: one that does not know them starts without them,
# and one that is not root's gives way all the same, so it need not warn.
FOR_CLUSTERS+=(-XX:+IgnoreUnrecognizedVMOptions -XX:+UnlockExperimentalVMOptions -XX:+UnlockDiagnosticVMOptions
	-XX:-PrintWarnings -XX:+AOTCompileEagerly -XX:ThreadPriorityPolicy=1 -XX:CompilerThreadPriority=10)

# What the rehearsal called often is compiled for good in the idle seconds after a start (WarmUp), which only the JVM's door
# for its own tests can be asked for; it prints the name of each method there that we do not use, unless told not to print.
# What it did not call often must be called more often than the JVM's 2,048 times: else that is what the compiler does when
# there is most to do.
FOR_CLUSTERS+=("-Xbootclasspath/a:$here/program/target/lib/jibe-hotspot-0.1.0.jar" -XX:+WhiteBoxAPI -XX:-DisplayVMOutput
	"-Djibe.hot-methods=$here/program/target/jibe.hot-methods" -XX:Tier2InvokeNotifyFreqLog=14)

# learn_to_start ROOT: after a build, lets the JVM note once what a start takes, so that all later ones take half the time.
learn_to_start() {
	local cache=$1/program/target/jibe.aot stamp=$1/program/target/built
	[ "$cache" -nt "$stamp" ] && return
	echo 'jibe: preparing faster starts (once after a build, some seconds)' >&2
	if ! "${PROGRAM[@]}" "${FOR_CLUSTERS[@]}" "-XX:AOTCacheOutput=$cache" "${MAIN[@]}" rehearse \
		>"$1/program/target/rehearsal.log" 2>&1; then
		echo "jibe: that did not work, starts will take longer; see $1/program/target/rehearsal.log" >&2
		touch "$cache"
	fi
}
