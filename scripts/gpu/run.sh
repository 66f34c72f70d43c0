#!/bin/sh
# Tests and measures Latent4J's backend cuda on this machine. Everything it writes goes to the folder
# results beside it. Stages: smoke (under two minutes), tck, models, soak, benchmarks; all by default.
#
#   run.sh                    everything
#   run.sh smoke tck          only these
#
# CUDA is looked for in CUDA_PATH, on the loader's path and in /usr/local/cuda; LATENT4J_CUDA names
# other folders, separated by colons. PYTHON names a Python with PyTorch (default: python3).
set -u

here=$(cd "$(dirname "$0")" && pwd -P)
results=$here/results
stages=${*:-smoke tck models soak benchmarks}
mkdir -p "$results"
: >"$results/summary.txt"

classpath=$here/tests
for jar in "$here"/lib/*.jar; do classpath=$classpath:$jar; done

java() {
  "$here/jre/bin/java" -Xmx2g -Dorg.bytedeco.javacpp.maxphysicalbytes=0 -Dorg.bytedeco.javacpp.maxbytes=0 \
    -Dorg.bytedeco.javacpp.cachedir="$results/javacpp" -Dlatent4j.cuda.cache="$results/kernels" \
    ${LATENT4J_CUDA:+-Dlatent4j.cuda.path="$LATENT4J_CUDA"} -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
    "$@"
}

note() { printf '%s\n' "$1" | tee -a "$results/summary.txt"; }

junit() {
  name=$1
  shift
  java -cp "$classpath" "$@" >"$results/$name.txt" 2>&1
  status=$?
  passed=$(sed -n 's/^\[ *\([0-9]*\) tests successful.*/\1/p' "$results/$name.txt")
  failed=$(sed -n 's/^\[ *\([0-9]*\) tests failed.*/\1/p' "$results/$name.txt")
  skipped=$(sed -n 's/^\[ *\([0-9]*\) tests aborted.*/\1/p' "$results/$name.txt")
  note "$name: ${passed:-?} passed, ${failed:-?} failed, ${skipped:-?} skipped; details in results/$name.txt"
  return $status
}

smoke() {
  java -cp "$classpath" org.latent4j.benchmarks.gpu.GpuSmoke 2>"$results/smoke.err" | tee "$results/smoke.txt"
  grep -q '^smoke: all is well' "$results/smoke.txt" || {
    note "smoke: failed; nothing else is tried (messages in results/smoke.err)"
    exit 1
  }
  note "smoke: passed"
}

tck() {
  junit tck org.junit.platform.console.ConsoleLauncher execute --disable-banner --details=summary \
    -c org.latent4j.backend.cuda.CudaBackendTckTest -c org.latent4j.backend.cuda.CudaBackendExamplesTest
}

models() {
  junit models -Dlatent4j.test.backend=cuda -Dlatent4j.test.backends=cuda \
    org.junit.platform.console.ConsoleLauncher execute --disable-banner --details=summary \
    -p org.latent4j.models -T slow --exclude-classname '.*PackageExample.*'
}

soak() {
  java -cp "$classpath" org.latent4j.benchmarks.gpu.GpuSoak 2>"$results/soak.err" | tee "$results/soak.txt"
  note "$(tail -n 1 "$results/soak.txt")"
}

benchmarks() {
  : >"$results/benchmarks.txt"
  python=${PYTHON:-python3}
  if "$python" -c 'import torch; assert torch.cuda.is_available()' 2>/dev/null; then
    "$python" "$here/pytorch_peers.py" 2>"$results/pytorch.err" | tee -a "$results/benchmarks.txt"
  else
    note "benchmarks: $python has no PyTorch with CUDA, so there is nothing to compare with"
  fi
  java -cp "$classpath" org.latent4j.benchmarks.gpu.GpuBenchmarks 2>"$results/benchmarks.err" |
    tee -a "$results/benchmarks.txt"
}

{
  date -u '+%Y-%m-%d %H:%M UTC'
  cat "$here/version"
  nvidia-smi --query-gpu=name,driver_version,clocks.max.sm --format=csv,noheader 2>/dev/null
} | tee "$results/machine.txt"
for stage in $stages; do
  case $stage in
    smoke | tck | models | soak | benchmarks) $stage ;;
    *) note "run.sh: there is no stage '$stage'; choose of smoke, tck, models, soak, benchmarks"; exit 2 ;;
  esac
done
echo
cat "$results/summary.txt"
[ ! -s "$results/benchmarks.txt" ] || awk -f "$here/table.awk" "$results/benchmarks.txt" | tee "$results/table.md"
