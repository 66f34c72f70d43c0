#!/usr/bin/env python3
"""Makes the known answers of optimisers, activations and losses.

Run in the folder models/src/test:   /usr/bin/python3 python/torch_known_answers.py
The files under resources were made with Python 3.11.2 and Debian's python3-torch 1.13.1+dfsg-4 (which
calls itself 1.13.0a0), in float64. Numbers are written as hexadecimal floating-point literals, so that they are read back
exactly.
"""
import platform

import torch
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)
MADE_BY = f"# python/torch_known_answers.py, Python {platform.python_version()}, torch {torch.__version__}"
FOLDER = "resources/org/latent4j/models/"


def row(*cells):
    return ",".join(c.hex() if isinstance(c, float) else str(c) for c in cells)


def write(name, rows):
    with open(FOLDER + name, "w") as file:
        file.write("\n".join([MADE_BY] + rows) + "\n")


# ---- optimisers: a quadratic bowl, whose minimum they go to from (1, -2, 0.5; 3, -0.1, 0) ----

STEEPNESS = torch.tensor([[1.0, 0.1, 10.0], [0.5, 2.0, 0.01]])
MINIMUM = torch.tensor([[0.0, 1.0, -1.0], [2.5, 0.2, 100.0]])
OPTIMIZERS = {
    "sgd": lambda p: torch.optim.SGD(p, lr=0.05),
    "momentum": lambda p: torch.optim.SGD(p, lr=0.02, momentum=0.9),
    "nesterov": lambda p: torch.optim.SGD(p, lr=0.02, momentum=0.9, nesterov=True),
    "decayed": lambda p: torch.optim.SGD(p, lr=0.02, momentum=0.5, weight_decay=0.3),
    "rmsprop": lambda p: torch.optim.RMSprop(p, lr=0.01, alpha=0.9, eps=1e-8),
    "adam": lambda p: torch.optim.Adam(p, lr=0.1),
    "adversarial": lambda p: torch.optim.Adam(p, lr=0.1, betas=(0.5, 0.99), eps=1e-4),
    "adamw": lambda p: torch.optim.AdamW(p, lr=0.1, weight_decay=0.2),
}


def optimizers():
    rows = []
    for name, make in OPTIMIZERS.items():
        weights = torch.tensor([[1.0, -2.0, 0.5], [3.0, -0.1, 0.0]], requires_grad=True)
        optimizer = make([weights])
        for step in range(1, 201):
            optimizer.zero_grad()
            (STEEPNESS * (weights - MINIMUM) ** 2 / 2).sum().backward()
            optimizer.step()
            if step in (1, 2, 3, 10, 200):
                rows.append(row(name, step, *weights.detach().flatten().tolist()))
    write("optimizer/optimizers.csv", rows)


# ---- activations: argument, value, slope ----

ACTIVATIONS = {
    "identity": lambda x: x * 1,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": F.relu,
    "leaky_relu": F.leaky_relu,
    "elu": F.elu,
    "selu": F.selu,
    "softplus": lambda x: F.softplus(x, threshold=1000),
}


def activations():
    rows = []
    for name, function in ACTIVATIONS.items():
        for value in (-30.0, -4.5, -1.0, -0.25, -1e-3, 1e-3, 0.5, 1.0, 3.0, 30.0):
            x = torch.tensor(value, requires_grad=True)
            y = function(x)
            y.backward()
            rows.append(row(name, value, y.item(), x.grad.item()))
    write("network/activations.csv", rows)


# ---- losses: one example of three features; value, then the slope by each logit or mean ----


def losses():
    rows = []

    def add(name, loss, x):
        loss.backward()
        rows.append(row(name, loss.item(), *x.grad.flatten().tolist()))

    def logits():
        return torch.tensor([[1.5, -0.5, 4.0]], requires_grad=True)

    x = logits()
    add("cross_entropy", F.cross_entropy(x, torch.tensor([1])), x)
    x = logits()
    targets = torch.tensor([[1.0, 0.0, 0.3]])
    add("bernoulli", F.binary_cross_entropy_with_logits(x, targets, reduction="sum"), x)
    x = logits()
    variance = torch.tensor([[0.5, 2.0, 1.25]])
    add("gaussian", F.gaussian_nll_loss(x, targets, variance, full=True, reduction="sum"), x)
    x = logits()
    add("squared_error", F.mse_loss(x, targets, reduction="sum"), x)
    x = logits()
    normal = torch.distributions.Normal
    divergence = torch.distributions.kl_divergence(normal(x, variance.sqrt()), normal(0.0, 1.0)).sum()
    add("divergence", divergence, x)
    write("loss/losses.csv", rows)


optimizers()
activations()
losses()
