"""The steps of org.latent4j.benchmarks.gpu.GpuSteps in PyTorch: eager, captured by hand, and compiled.

Prints lines of RESULT, work, contestant and microseconds, the median of rounds, as they are measured.
Products use TF32, as the backend's training does by default; with --bf16 they are measured under
autocast as well.
"""

import argparse
import re
import sys
import time

import torch
import torch.nn.functional as F

RATE = 0.01


class Steps:
    """The steps on one device; `wrap` is what makes a function of tensors faster, or leaves it."""

    def __init__(self, device, wrap=lambda function: function):
        self.device = torch.device(device)
        self.wrap = wrap

    def zeros(self, *shape):
        return torch.zeros(*shape, device=self.device)

    def normal(self, seed, scale, *shape):
        generator = torch.Generator(device=self.device).manual_seed(seed)
        return torch.randn(*shape, generator=generator, device=self.device) * scale

    def binary(self, rows, columns):
        return (torch.rand(rows, columns, device=self.device) < 0.3).float()

    def cd1(self, v, h, batch):
        w, b, c = self.normal(1, 0.01, v, h), self.zeros(v), self.zeros(h)
        data, rate = self.binary(batch, v), RATE / batch

        def step():
            h0 = torch.sigmoid(torch.addmm(c, data, w))
            hidden = (torch.rand_like(h0) < h0).float()
            p = torch.sigmoid(torch.addmm(b, hidden, w.t()))
            v1 = (torch.rand_like(p) < p).float()
            h1 = torch.sigmoid(torch.addmm(c, v1, w))
            w.addmm_(data.t(), h0, alpha=rate)
            w.addmm_(v1.t(), h1, alpha=-rate)
            b.add_((data - v1).sum(0), alpha=rate)
            c.add_((h0 - h1).sum(0), alpha=rate)

        return self.wrap(step)

    def gibbs(self, v, h, chains):
        w = self.normal(1, 0.05, v, h)
        state = self.binary(chains, v)

        def step():
            p = torch.sigmoid(state @ w)
            hidden = (torch.rand_like(p) < p).float()
            q = torch.sigmoid(hidden @ w.t())
            state.copy_((torch.rand_like(q) < q).float())

        return self.wrap(step)

    def probabilities(self, rows, columns):
        return torch.rand(rows, columns, device=self.device)

    def five_products(self, v, h, batch, kind, result):
        """The products of a CD-1 step alone: what cuBLAS takes for them."""
        w = self.normal(1, 0.01, v, h).to(kind)
        data, visible = self.binary(batch, v).to(kind), self.binary(batch, v).to(kind)
        hidden = (self.probabilities(batch, h) < 0.5).to(kind)
        p0, p1 = self.probabilities(batch, h).to(kind), self.probabilities(batch, h).to(kind)
        over_hidden, over_visible = (torch.empty(batch, n, device=self.device, dtype=result) for n in (h, v))
        gradient = torch.zeros(v, h, device=self.device, dtype=result)
        other = {} if kind == result else {"out_dtype": result}

        def step():
            torch.mm(data, w, out=over_hidden, **other)
            torch.mm(hidden, w.t(), out=over_visible, **other)
            torch.mm(visible, w, out=over_hidden, **other)
            torch.addmm(gradient, data.t(), p0, alpha=1e-9, out=gradient, **other)
            torch.addmm(gradient, visible.t(), p1, alpha=-1e-9, out=gradient, **other)

        return step

    def two_products(self, v, h, chains, kind, result):
        w = self.normal(1, 0.05, v, h).to(kind)
        visible = self.binary(chains, v).to(kind)
        hidden = (self.probabilities(chains, h) < 0.5).to(kind)
        over_hidden, over_visible = (torch.empty(chains, n, device=self.device, dtype=result) for n in (h, v))
        other = {} if kind == result else {"out_dtype": result}

        def step():
            torch.mm(visible, w, out=over_hidden, **other)
            torch.mm(hidden, w.t(), out=over_visible, **other)

        return step

    def descent(self, parameters, loss):
        """A step of gradient descent with gradients in fixed buffers, so that it can be captured."""
        for p in parameters:
            p.requires_grad_(True)
        loss = self.wrap(loss)

        def step():
            gradients = torch.autograd.grad(loss(), parameters)
            with torch.no_grad():
                torch._foreach_add_(parameters, gradients, alpha=-RATE)

        return step

    def classifier(self, batch):
        sizes = [(784, 512), (512, 512), (512, 10)]
        weights = [self.normal(i, 0.05, *size) for i, size in enumerate(sizes)]
        biases = [self.zeros(size[1]) for size in sizes]
        x = self.binary(batch, 784)
        target = torch.full((batch, 10), 0.1, device=self.device)

        def loss():
            one = F.relu(torch.addmm(biases[0], x, weights[0]))
            two = F.relu(torch.addmm(biases[1], one, weights[1]))
            logits = torch.addmm(biases[2], two, weights[2])
            return -(F.log_softmax(logits, 1) * target).sum(1).mean()

        return self.descent(weights + biases, loss)

    def autoencoder(self, batch):
        inner, mean, log_variance, back, out = parameters = [
            self.normal(1, 0.05, 784, 400),
            self.normal(2, 0.05, 400, 20),
            self.normal(3, 0.05, 400, 20),
            self.normal(4, 0.05, 20, 400),
            self.normal(5, 0.05, 400, 784),
        ]
        x = self.binary(batch, 784)

        def loss():
            hidden = torch.tanh(x @ inner)
            m, l = hidden @ mean, hidden @ log_variance
            code = m + torch.exp(0.5 * l) * torch.randn_like(m)
            logits = torch.tanh(code @ back) @ out
            reconstruction = (F.softplus(logits) - x * logits).sum(1)
            divergence = 0.5 * (torch.exp(l) + m * m - 1 - l).sum(1)
            return (reconstruction + divergence).mean()

        return self.descent(parameters, loss)


WORKS = {
    "cd1 784x500 batch 128": lambda steps: steps.cd1(784, 500, 128),
    "cd1 784x500 batch 1024": lambda steps: steps.cd1(784, 500, 1024),
    "cd1 4096x4096 batch 4096": lambda steps: steps.cd1(4096, 4096, 4096),
    "gibbs 784x500 chains 4096": lambda steps: steps.gibbs(784, 500, 4096),
    "classifier batch 128": lambda steps: steps.classifier(128),
    "classifier batch 1024": lambda steps: steps.classifier(1024),
    "vae batch 128": lambda steps: steps.autoencoder(128),
    "vae batch 1024": lambda steps: steps.autoencoder(1024),
}

# What cuBLAS takes for the products of a step, all of it captured in one graph.
PRODUCTS = {
    "cd1 784x500 batch 128": ("five", lambda steps, *kinds: steps.five_products(784, 500, 128, *kinds)),
    "cd1 784x500 batch 1024": ("five", lambda steps, *kinds: steps.five_products(784, 500, 1024, *kinds)),
    "cd1 4096x4096 batch 4096": ("five", lambda steps, *kinds: steps.five_products(4096, 4096, 4096, *kinds)),
    "gibbs 784x500 chains 4096": ("two", lambda steps, *kinds: steps.two_products(784, 500, 4096, *kinds)),
}
# The types of factors and results; the backend's results are float32 always.
KINDS = {
    "tf32": (torch.float32, torch.float32),
    "bf16": (torch.bfloat16, torch.float32),
    "bf16 throughout": (torch.bfloat16, torch.bfloat16),
}


# As it comes, captured in a graph by hand, compiled, and both.
WAYS = ("eager", "graph", "compile", "compile-graph")


def captured(step):
    stream = torch.cuda.Stream()
    stream.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(stream):
        for _ in range(5):
            step()
    torch.cuda.current_stream().wait_stream(stream)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        step()
    return graph.replay


class Watch:
    """Times steps on a device."""

    def __init__(self, device, rounds, seconds):
        self.wait = torch.cuda.synchronize if device == "cuda" else lambda: None
        self.rounds = rounds
        self.seconds = seconds

    def time(self, step, count):
        self.wait()
        start = time.perf_counter()
        for _ in range(count):
            step()
        self.wait()
        return time.perf_counter() - start

    def median_micros(self, step):
        self.time(step, 3)
        few = 20 if self.time(step, 2) < 0.1 else 2
        count = max(few, int(few * self.seconds / self.time(step, few)))
        times = sorted(self.time(step, count) / count * 1e6 for _ in range(self.rounds))
        return times[self.rounds // 2]


def made(way, work, device):
    step = WORKS[work](Steps(device, torch.compile) if way.startswith("compile") else Steps(device))
    return captured(step) if way.endswith("graph") else step


def measure(works, ways, device, watch, suffix=""):
    failures = 0
    for way in ways:  # all works one way, so that the way that takes longest to prepare comes last
        for work in works:
            try:
                torch.manual_seed(1)
                micros = watch.median_micros(made(way, work, device))
                print(f"RESULT\t{work}\tpytorch {way}{suffix}\t{micros:.2f}", flush=True)
            except Exception as error:  # one way that fails must not hide the others
                failures += 1
                print(f"pytorch {way}{suffix} failed at {work}: {error}", file=sys.stderr, flush=True)
    return failures


def measure_products(works, device, watch):
    failures = 0
    for work in works:
        if work in PRODUCTS:
            name, make = PRODUCTS[work]
            for kind, types in KINDS.items():
                try:
                    micros = watch.median_micros(captured(make(Steps(device), *types)))
                    print(f"RESULT\t{work}\tpytorch {kind} {name} products\t{micros:.2f}", flush=True)
                except Exception as error:
                    failures += 1
                    print(f"pytorch {kind} products failed at {work}: {error}", file=sys.stderr, flush=True)
    return failures


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--device", default="cuda", choices=["cuda", "cpu"])
    parser.add_argument("--ways", default=",".join(WAYS), help="of " + ", ".join(WAYS))
    parser.add_argument("--works", default=".", help="a regular expression")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--seconds", type=float, default=0.2, help="of a round")
    parser.add_argument("--bf16", action="store_true")
    return parser.parse_args()


def main():
    options = arguments()
    torch.backends.cuda.matmul.allow_tf32 = True
    name = torch.cuda.get_device_name() if options.device == "cuda" else "cpu"
    print(f"pytorch {torch.__version__}, {name}", flush=True)
    works = [work for work in WORKS if re.search(options.works, work)]
    # Only a GPU captures graphs.
    ways = [w for w in options.ways.split(",") if not w.endswith("graph") or options.device == "cuda"]
    watch = Watch(options.device, options.rounds, options.seconds)
    failures = measure_products(works, options.device, watch) if "graph" in ways else 0
    failures += measure(works, ways, options.device, watch)
    if options.bf16:
        with torch.autocast(options.device, torch.bfloat16):
            failures += measure(works, ways, options.device, watch, " bf16")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
