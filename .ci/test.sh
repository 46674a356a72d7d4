# The tests: what `./dev test` and `./dev check` run and how they count it. Sourced by dev, which has the builds.
# shellcheck shell=bash disable=SC2154  # jobs, reports, top and caller are dev's

passed=0 failed=0 skipped=0

# what_failed LOG: the failures of node's TAP or GoogleTest, each with what it says.
what_failed() {
    awk '/^ *not ok / { left = 40 }
         /: Failure$/ { left = 12 }
         left > 0 { print; left-- }
         /^ *\.\.\.$/ { left = 0 }' "$1"
}

# tally NAME EXIT_CODE PASSED FAILED SKIPPED LOG: adds one suite to the sums; a suite that dies counts as a failure.
tally() {
    local name=$1 code=$2 p=$3 f=$4 s=$5 log=$6
    [ "$code" = 0 ] || [ "$f" != 0 ] || f=1
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
    printf '%-34s %5d passed %4d failed %4d skipped  %s\n' "$name" "$p" "$f" "$s" "$(date +%H:%M:%S)"
    if [ "$f" != 0 ]; then
        grep -nE '^\[  FAILED|Failure$|ERROR:|WARNING: ThreadSanitizer|runtime error:|^ *not ok' "$log" | head -n 20 || true
        say "   exit code $code, what failed and the end of $log:"
        { what_failed "$log" | head -n 150; echo; tail -n 40 "$log"; } | sed 's/^/   | /'
    fi
}

# "passed failed skipped" of GoogleTest reports; a program that died before writing its own adds nothing.
count_gtest() {
    cat "$@" 2>/dev/null |
        awk '/<testcase / { cases++; if (/result="(skipped|suppressed)"/) skipped++; open = 1 }
             /<failure / && open { failed++; open = 0 }
             END { print cases - failed - skipped, failed + 0, skipped + 0 }'
}

# Suites of simulation_tests that want numbers or many days, not the sanitizers.
at_full_speed='ReplayAgainstTheory.*:*FreshSeeds.*'

# run_gtest KIND TARGET [FILTER]: the suites of minutes use every processor, the others one.
run_gtest() {
    local kind=$1 target=$2 filter=${3:--*Shared*} code=0 shards=1 shard pids=()
    local report=$reports/$target.$kind
    [[ ! $target =~ ^(simulation|integration)_tests$ ]] || shards=$jobs
    rm -f "$report".*
    for ((shard = 0; shard < shards; shard++)); do
        GTEST_TOTAL_SHARDS=$shards GTEST_SHARD_INDEX=$shard ASAN_OPTIONS=detect_stack_use_after_return=1 \
            UBSAN_OPTIONS=print_stacktrace=1 TSAN_OPTIONS=halt_on_error=1 timeout -k 10 1200 "build/$kind/$target" \
            "--gtest_filter=$filter" "--gtest_output=xml:$report.$shard.xml" >"$report.$shard.out" 2>&1 </dev/null &
        pids+=($!)
    done
    for shard in "${pids[@]}"; do wait "$shard" || code=$?; done
    cat "$report".*.out >"$report.log"
    # shellcheck disable=SC2046  # three numbers
    tally "$target ($kind)" "$code" $(count_gtest "$report".*.xml) "$report.log"
}

# A network and mounts that begin empty and end with the process. ip keeps the names of networks in /run.
own_machine=(unshare --net --mount -- sh -c 'mount -t tmpfs tmpfs /run && ip link set lo up && exec "$@"' sh)
run_in=()  # what run_node_tests puts before its command
files_at_once=1

# run_node_tests NAME FILE..
run_node_tests() {
    local name=$1 code=0 log=$reports/$1.log
    shift
    timeout -k 10 1200 ${run_in[@]+"${run_in[@]}"} node --test --test-concurrency="$files_at_once" --test-reporter=tap "$@" >"$log" 2>&1 </dev/null || code=$?
    # shellcheck disable=SC2046
    tally "$name" "$code" $(awk '/^# pass / { p = $3 } /^# (fail|cancelled) / { f += $3 } /^# (skipped|todo) / { s += $3 }
                                 END { print p + 0, f + 0, s + 0 }' "$log") "$log"
}

run_vitest() {
    local code=0 log=$reports/vitest.log json=$top/$reports/vitest.json
    rm -f "$json"
    (cd web && timeout -k 10 600 npx --no-install vitest run --reporter=default --reporter=json --outputFile="$json") >"$log" 2>&1 </dev/null || code=$?
    # shellcheck disable=SC2046
    tally "web units" "$code" $(node -e 'const fs = require("node:fs"), file = process.argv[1];
        const r = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : {};
        console.log(r.numPassedTests ?? 0, r.numFailedTests ?? 0, (r.numPendingTests ?? 0) + (r.numTodoTests ?? 0));' "$json") "$log"
}

# run_npm_check SCRIPT: a check of the web parts without cases of its own counts as one.
run_npm_check() {
    local code=0 log=$reports/web-$1.log
    node -e 'process.exit(require("./web/package.json").scripts?.[process.argv[1]] ? 0 : 1)' "$1" || return 0
    (cd web && npm run "$1") >"$log" 2>&1 </dev/null || code=$?
    tally "web $1" "$code" $((code == 0)) $((code != 0)) 0 "$log"
}

finish() {
    say "$passed passed, $failed failed, $skipped skipped"
    [ "$failed" = 0 ]
}

# must_build COMMAND..: what cannot be built is one failure, and nothing stale is run.
must_build() {
    "$@" || {
        failed=$((failed + 1))
        say "could not build: $*"
        finish
    }
}

# The shared data sets have a line of their own; the sums of the others stay as they were.
run_shared_data() {
    local data=$1 target p=$passed f=$failed s=$skipped
    passed=0 failed=0 skipped=0
    for target in $(targets asan tests.txt); do
        if "build/asan/$target" --gtest_list_tests --gtest_filter='*Shared*' 2>/dev/null | grep -q '^  '; then
            RELAIS_DATA=$data run_gtest asan "$target" '*Shared*'
        fi
    done
    for target in tests/integration/*/shared_*.mjs; do
        RELAIS_DATA=$data run_node_tests "$(basename "$target" .mjs)" "$target"
    done
    shared_line="shared data: $passed passed, $failed failed, $skipped skipped"
    shared_failed=$failed
    passed=$p failed=$f skipped=$s
}

cmd_test() {
    local data="" faults=no target suites shared_line="" shared_failed=0
    while [ $# -gt 0 ]; do
        case $1 in
            --data) data=$(cd "$caller" && cd "${2:?--data needs a folder}" && pwd); shift ;;
            --faults) faults=yes ;;
            *) fail "test: unknown option $1 (accepted: --data DIR, --faults)" ;;
        esac
        shift
    done
    setup build run test
    mkdir -p "$reports"
    [ $faults = no ] || { cmd_faults; return; }

    must_build compile release all simulation_tests
    must_build compile asan
    must_build compile tsan build.ninja
    suites=$(targets tsan thread_tests.txt)
    # shellcheck disable=SC2086  # one word per suite
    must_build compile tsan $suites
    must_build build_web

    step "Tests"
    for target in $(targets asan tests.txt); do
        run_gtest asan "$target" "-*Shared*:$at_full_speed"
        # Days that no run has met before; who looks for one of them again gives its RELAIS_SEED.
        [ "$target" != simulation_tests ] || RELAIS_SEED=${RELAIS_SEED:-$(date +%s)} run_gtest release "$target" "$at_full_speed"
    done
    for target in $suites; do run_gtest tsan "$target"; done
    run_web_tests
    run_browser_tests
    run_daemon_tests
    run_fault_tests
    if [ -n "$data" ]; then
        run_shared_data "$data"
        say "$shared_line"
    fi
    failed_in_data=$shared_failed
    finish && [ "$failed_in_data" = 0 ]
}

run_web_tests() {
    [ -f web/package.json ] || return 0
    run_npm_check check
    run_vitest
}

run_browser_tests() {
    local files
    mapfile -t files < <(find tests/browser -name node_modules -prune -o -name '*.test.*' -print 2>/dev/null | LC_ALL=C sort)
    [ ${#files[@]} -gt 0 ] || return 0
    [ ! -f tests/browser/package-lock.json ] || npm_ci tests/browser
    local files_at_once=2
    run_node_tests browser "${files[@]}"
}

# The whole daemon: one line for each folder. A file has a daemon of its own and mostly waits for it, so three run at once.
run_daemon_tests() {
    local folder files_at_once=3
    for folder in tests/integration/*/; do
        if compgen -G "$folder*.test.mjs" >/dev/null; then run_node_tests "$(basename "$folder")" "$folder"*.test.mjs; fi
    done
}

# Faults of the machine itself (tests/faults): root and name spaces. These are part of every test; `--faults` runs all of them.
faults_always=(clock_jump descriptors half_open slow_readers)

run_fault_tests() {
    local files=("${faults_always[@]/#/tests/faults/}")
    if [ "$(id -u)" != 0 ] || ! "${own_machine[@]}" true 2>/dev/null; then
        say "faults: skipped, they need root and name spaces of their own (unshare --net --mount)"
        tally faults 0 0 0 ${#files[@]} /dev/null
        return
    fi
    local run_in=("${own_machine[@]}") files_at_once=${#files[@]}  # they wait for clocks and cables
    run_node_tests faults "${files[@]/%/.test.mjs}"
}

cmd_faults() {
    [ "$(id -u)" = 0 ] || fail "test --faults needs root"
    must_build compile release relais
    must_build npm_ci web
    local run_in=("${own_machine[@]}")
    run_node_tests faults tests/faults/*.test.mjs
    finish
}
