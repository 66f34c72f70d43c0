# Makes tables of lines of RESULT, work, contestant and microseconds; of several for the same contestant at
# the same work the last counts. The first table has all of them beside the fastest of PyTorch; the second
# has each step of this backend beside its own products and PyTorch.
BEGIN { FS = "\t" }

$1 == "RESULT" && $4 + 0 > 0 {
  work = $2; who = $3; key = work FS who
  if (!(work in count)) order[++works] = work
  if (!(key in time)) name[work, ++count[work]] = who
  time[key] = $4 + 0
}

function least(work,    i, t, result) {
  result = 0
  for (i = 1; i <= count[work]; i++) {
    if (name[work, i] !~ /^pytorch/ || name[work, i] ~ / (bf16|products)$/) continue
    t = time[work FS name[work, i]]
    if (result == 0 || t < result) result = t
  }
  return result
}

function ratio(a, b) { return b > 0 && a > 0 ? sprintf("%.2f", a / b) : "" }

# What PyTorch takes for the products of a step in the same precision.
function alone(work, who,    kind) {
  kind = who
  sub(/^[^ ]+ /, "", kind)
  kind = work FS "pytorch " kind
  return time[kind " five products"] + time[kind " two products"]
}

# Floating-point operations of a step's products, or 0.
function operations(work,    n, part) {
  n = split(work, part, /[^0-9]+/)
  if (work ~ /^cd1 /) return 10 * part[3] * part[4] * part[5]
  if (work ~ /^gibbs /) return 4 * part[2] * part[3] * part[4]
  return 0
}

# The last number of a work's name: its batch.
function samples(work,    n, part) {
  n = split(work, part, /[^0-9]+/)
  return part[n]
}

function teraflops(work, t) {
  return operations(work) > 0 && t > 0 ? sprintf("%.1f", operations(work) / t / 1e6) : ""
}

function flips(work, t,    n, part) {
  n = split(work, part, /[^0-9]+/)
  return work ~ /^gibbs / ? sprintf("%.1f", (part[2] + part[3]) * part[4] / t / 1000) : ""
}

END {
  print "| work | who | microseconds | of PyTorch's best |"
  print "| --- | --- | ---: | ---: |"
  for (i = 1; i <= works; i++) {
    work = order[i]
    best = least(work)
    for (j = 1; j <= count[work]; j++) {
      t = time[work FS name[work, j]]
      printf "| %s | %s | %.2f | %s |\n", work, name[work, j], t, ratio(t, best)
    }
  }
  print ""
  print "| work | who | over its products | share of cuBLAS in PyTorch | products, TFLOP/s | step, TFLOP/s | million samples/s | flips/ns | PyTorch eager over it | PyTorch's best over it |"
  print "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
  for (i = 1; i <= works; i++) {
    work = order[i]
    for (j = 1; j <= count[work]; j++) {
      who = name[work, j]
      if (who ~ /^pytorch/ || who ~ / products$/) continue
      t = time[work FS who]
      products = time[work FS who " five products"] + time[work FS who " two products"]
      row = work " | " who " | " ratio(t, products) " | " ratio(alone(work, who), t)
      row = row " | " teraflops(work, products) " | " teraflops(work, t)
      row = row " | " sprintf("%.2f", samples(work) / t) " | " flips(work, t)
      print "| " row " | " ratio(time[work FS "pytorch eager"], t) " | " ratio(least(work), t) " |"
    }
  }
}
