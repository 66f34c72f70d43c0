#!/bin/sh
# The restricted Boltzmann machine of the Theano deep learning tutorial on MNIST: 784-500, PCD-15, 15 epochs.
# MNIST's four IDX files, gzipped or not, are read from $LATENT4J_DATA/mnist (default: ../shared/data/mnist).
# Further words are options of `latent4j train rbm`, for instance: --backend java --seed 2 --out runs/again
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd -P)
out=runs/mnist-tutorial

"$root/latent4j" train rbm \
  --data mnist --grey --validation 10000 \
  --hidden 500 --algorithm pcd --steps 15 --chains 20 --batch 20 --epochs 15 \
  --rate 0.1 --rate-schedule constant \
  --initial-weights glorot-sigmoid --initial-visible-bias zero --score-rows 50000 \
  --backend cpu --seed 1 --out "$out" "$@"
