# Makes a table of lines of RESULT, work, contestant, microseconds: one block for each work, the
# fastest of PyTorch as the measure.
BEGIN { FS = "\t" }
$1 == "RESULT" {
  if (!($2 in seen)) { order[++works] = $2; seen[$2] = 1 }
  lines[$2] = lines[$2] $3 "\t" $4 "\n"
  if ($3 ~ /^pytorch/ && (!($2 in best) || $4 + 0 < best[$2])) best[$2] = $4 + 0
}
END {
  print "| work | who | microseconds | of PyTorch's best |"
  print "| --- | --- | ---: | ---: |"
  for (i = 1; i <= works; i++) {
    work = order[i]
    n = split(lines[work], rows, "\n")
    for (j = 1; j < n; j++) {
      split(rows[j], cell, "\t")
      ratio = (work in best) ? sprintf("%.2f", cell[2] / best[work]) : ""
      printf "| %s | %s | %.2f | %s |\n", work, cell[1], cell[2], ratio
    }
  }
}
