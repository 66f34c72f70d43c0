#!/bin/sh
# Tests and measures Latent4J's backend cuda on this machine, stage by stage.
#
#   run.sh [-o FOLDER] [-t SECONDS] [STAGE...]
#
#   smoke       libraries, a kernel, a product, a graph; under two minutes. If it fails, nothing else is tried
#   tck         the conformance kit
#   benchmarks  the steps that are measured, in every precision
#   pytorch     the same steps in PyTorch: eager, captured, compiled, compiled and captured
#   models      the tests of the models
#   soak        a million steps with an eye on memory
#   mnist       PCD-15 on MNIST for 15 epochs, if LATENT4J_DATA has a folder mnist with its files
#   sanitizer   the conformance kit under compute-sanitizer, if that is here; takes long
#
# Without a stage: smoke, tck, benchmarks, pytorch, models, soak. After -t seconds the stage that runs is
# stopped and the others are not started; what there is by then counts.
#
# Everything goes into FOLDER (default: OUT if that is set, else results beside this script), in three files
# that grow as work is done, also from one run to the next: log.txt has all that was printed, summary.txt a
# line or two for each stage, table.md the tables (awk -f table.awk log.txt makes them again). Compiled kernels
# are kept in LATENT4J_CACHE (default: cache beside this script).
#
# CUDA's libraries are looked for in the folders that LATENT4J_CUDA lists, separated by colons; then in the
# packages of PYTHON (default: python3), which are those that its PyTorch uses; then as docs/gpu.md says.
# LATENT4J_BACKEND=java tries all but tck without a GPU; LATENT4J_WORKS names, as a regular
# expression, the steps to measure, LATENT4J_ROUNDS the rounds, and LATENT4J_OPTIONS options of Java, such as
# -Dlatent4j.cuda.branches=1.
set -u

here=$(cd "$(dirname "$0")" && pwd -P)
out=${OUT:-$here/results}
limit=0
while getopts o:t: option; do
  case $option in
    o) out=$OPTARG ;;
    t) limit=$OPTARG ;;
    *) sed -n '2,/^set -u/s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
  esac
done
shift $((OPTIND - 1))
stages=${*:-smoke tck benchmarks pytorch models soak}
for stage in $stages; do
  case $stage in
    smoke | tck | benchmarks | pytorch | models | soak | mnist | sanitizer) ;;
    *) echo "run.sh: there is no stage '$stage'; see the head of $0" >&2; exit 2 ;;
  esac
done
mkdir -p "$out" && out=$(cd "$out" && pwd -P) || exit 2
cache=${LATENT4J_CACHE:-$here/cache}
mkdir -p "$cache" || exit 2
backend=${LATENT4J_BACKEND:-cuda}
python=${PYTHON:-python3}
started=$(date +%s)
failed=0
before=run
wrapped=

# Folders of Python's packages that hold CUDA 13: nvidia/cu13, or one for each library.
python_cuda() {
  "$python" - <<'PYTHON' 2>/dev/null
import glob, os, sys
found = []
for path in sys.path:
    for folder in sorted(glob.glob(os.path.join(path, "nvidia", "*"))):
        if glob.glob(os.path.join(folder, "lib", "lib*.so.13")) and folder not in found:
            found.append(folder)
print(":".join(found))
PYTHON
}
cuda=${LATENT4J_CUDA:-$(python_cuda)}

classpath=$here/tests
for jar in "$here"/lib/*.jar; do classpath=$classpath:$jar; done

note() { printf '%s\n' "$1" | tee -a "$out/summary.txt" "$out/log.txt"; }

left() { [ "$limit" -eq 0 ] && echo 86400 || echo $((limit - ($(date +%s) - started))); }

# Runs a command until the time is used up; what it prints is shown and logged at once, its result is kept.
run() {
  (
    set +e
    timeout -k 10 "$(left)" "$@" 2>&1
    echo $? >"$cache/status"
  ) | tee -a "$out/log.txt"
  status=$(cat "$cache/status")
  [ "$status" -ne 124 ] && [ "$status" -ne 137 ] || note "$stage: stopped, the time is used up"
  return "$status"
}

# The same, shown only where the lines match; all of it is logged.
quietly() {
  pattern=$1
  shift
  run "$@" | grep --line-buffered -E "$pattern|stopped, the time"
  return "$(cat "$cache/status")"
}

java() {
  "$before" $wrapped "$here/jre/bin/java" -Xmx4g \
    -Dorg.bytedeco.javacpp.maxphysicalbytes=0 -Dorg.bytedeco.javacpp.maxbytes=0 \
    -Dorg.bytedeco.javacpp.cachedir="$cache/javacpp" -Dlatent4j.cuda.cache="$cache/kernels" \
    ${cuda:+-Dlatent4j.cuda.path="$cuda"} ${LATENT4J_OPTIONS:-} -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
    -cp "$classpath" "$@"
}

# Tests, each shown when it has failed; counts them from what has been logged, however they ended.
junit() {
  from=$(wc -c <"$out/log.txt")
  before=failures
  java "$@"
  ended=$?
  before=run
  tail -c "+$((from + 1))" "$out/log.txt" >"$cache/feed"
  passed=$(grep -c ' :: SUCCESSFUL$' "$cache/feed")
  wrong=$(grep -c ' :: FAILED$' "$cache/feed")
  skipped=$(grep -c ' :: ABORTED$\| :: SKIPPED$' "$cache/feed")
  note "$stage: $passed passed, $wrong failed, $skipped skipped"
  [ "$ended" -eq 0 ] && [ "$passed" -gt 0 ]
}
failures() { quietly ' :: FAILED$|^skipped, ' "$@"; }

console="org.junit.platform.console.ConsoleLauncher execute --disable-banner --disable-ansi-colors --details=testfeed"

smoke() {
  if java org.latent4j.benchmarks.gpu.GpuSmoke "$backend"; then
    note "smoke: passed"
  else
    note "smoke: failed, nothing else is tried: $(grep '^smoke: ' "$out/log.txt" | tail -n 1)"
    finish 1
  fi
}

tck() {
  # shellcheck disable=SC2086
  junit $console -c org.latent4j.backend.cuda.CudaBackendTckTest -c org.latent4j.backend.cuda.CudaBackendExamplesTest
}

models() {
  # shellcheck disable=SC2086
  junit -Dlatent4j.test.backend="$backend" -Dlatent4j.test.backends="$backend" $console \
    -p org.latent4j.models -T slow --exclude-classname '.*PackageExample.*'
}

sanitizer() {
  tool=$(command -v compute-sanitizer || echo /usr/local/cuda/bin/compute-sanitizer)
  [ -x "$tool" ] || { note "sanitizer: there is no compute-sanitizer"; return 0; }
  wrapped="$tool --target-processes all --error-exitcode 86"
  tck
  ended=$?
  wrapped=
  note "sanitizer: $(grep 'ERROR SUMMARY' "$out/log.txt" | tail -n 1)"
  return $ended
}

soak() {
  java org.latent4j.benchmarks.gpu.GpuSoak "$backend" ${LATENT4J_STEPS:-}
  ended=$?
  note "$(grep '^soak: ' "$out/log.txt" | tail -n 1)"
  return $ended
}

mnist() {
  [ -d "${LATENT4J_DATA:-/nowhere}/mnist" ] || { note "mnist: LATENT4J_DATA has no folder mnist"; return 0; }
  java org.latent4j.benchmarks.gpu.GpuMnist "$backend"
  ended=$?
  note "$(grep '^mnist: ' "$out/log.txt" | tail -n 1)"
  return $ended
}

benchmarks() {
  from=$(wc -l <"$out/log.txt")
  java org.latent4j.benchmarks.gpu.GpuBenchmarks "$backend" "${LATENT4J_WORKS:-.}" "${LATENT4J_ROUNDS:-15}"
  ended=$?
  tables "$from"
  return $ended
}

pytorch() {
  "$python" -c 'import torch' 2>/dev/null || { note "pytorch: $python has no PyTorch, so there is nothing to compare with"; return 0; }
  from=$(wc -l <"$out/log.txt")
  device=cuda
  [ "$backend" = cuda ] || device=cpu
  # Compiling takes longest, so it comes last.
  run "$python" -u "$here/pytorch_peers.py" --device $device --works "${LATENT4J_WORKS:-.}" --rounds "${LATENT4J_ROUNDS:-15}"
  ended=$?
  tables "$from"
  return $ended
}

# Counts what has been measured since a line of the log, and makes the tables anew.
tables() {
  note "$stage: $(tail -n "+$(($1 + 1))" "$out/log.txt" | grep -c '^RESULT') times measured"
  awk -f "$here/table.awk" "$out/log.txt" >"$out/table.md"
}

finish() {
  echo
  cat "$out/summary.txt"
  [ ! -s "$out/table.md" ] || { echo; cat "$out/table.md"; }
  exit "$1"
}

touch "$out/log.txt" "$out/summary.txt"
note "--- $(date -u '+%Y-%m-%d %H:%M UTC'), Latent4J $(cat "$here/version"), $(uname -sm)"
note "$(nvidia-smi --query-gpu=name,driver_version,memory.total,clocks.max.sm --format=csv,noheader 2>/dev/null || echo 'nvidia-smi does not answer')"
[ -z "$cuda" ] || note "CUDA is looked for first in $cuda"
for stage in $stages; do
  if [ "$(left)" -le 5 ]; then
    note "$stage: not started, the time is used up"
    failed=1
    continue
  fi
  begun=$(date +%s)
  "$stage" || { failed=1; note "$stage: not well, see log.txt"; }
  note "$stage: took $(($(date +%s) - begun)) s"
done
finish $failed
