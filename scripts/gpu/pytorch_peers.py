"""The steps of org.latent4j.benchmarks.gpu.GpuSteps in PyTorch: eager, compiled, and captured by hand.

Prints lines of RESULT, work, contestant and microseconds, the median of rounds. Products use TF32,
as the backend's training does by default; with --bf16, under autocast as well.
"""

import sys
import time

import torch
import torch.nn.functional as F

ROUNDS = 15
ROUND_SECONDS = 0.2
RATE = 0.01
DEVICE = torch.device("cuda")


def normal(seed, scale, *shape):
    generator = torch.Generator(device=DEVICE).manual_seed(seed)
    return torch.randn(*shape, generator=generator, device=DEVICE) * scale


def binary(rows, columns):
    return (torch.rand(rows, columns, device=DEVICE) < 0.3).float()


def cd1(v, h, batch):
    w, b, c = normal(1, 0.01, v, h), torch.zeros(v, device=DEVICE), torch.zeros(h, device=DEVICE)
    data, rate = binary(batch, v), RATE / batch

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

    return step


def gibbs(v, h, chains):
    w = normal(1, 0.05, v, h)
    state = binary(chains, v)

    def step():
        p = torch.sigmoid(state @ w)
        hidden = (torch.rand_like(p) < p).float()
        q = torch.sigmoid(hidden @ w.t())
        state.copy_((torch.rand_like(q) < q).float())

    return step


def descent(parameters, loss):
    """A step of gradient descent with gradients in fixed buffers, so that it can be captured."""
    for p in parameters:
        p.requires_grad_(True)

    def step():
        gradients = torch.autograd.grad(loss(), parameters)
        with torch.no_grad():
            torch._foreach_add_(parameters, gradients, alpha=-RATE)

    return step


def classifier(batch):
    sizes = [(784, 512), (512, 512), (512, 10)]
    weights = [normal(i, 0.05, *size) for i, size in enumerate(sizes)]
    biases = [torch.zeros(size[1], device=DEVICE) for size in sizes]
    x, target = binary(batch, 784), torch.full((batch, 10), 0.1, device=DEVICE)

    def loss():
        one = F.relu(torch.addmm(biases[0], x, weights[0]))
        two = F.relu(torch.addmm(biases[1], one, weights[1]))
        logits = torch.addmm(biases[2], two, weights[2])
        return -(F.log_softmax(logits, 1) * target).sum(1).mean()

    return descent(weights + biases, loss)


def autoencoder(batch):
    inner, mean, log_variance, back, out = parameters = [
        normal(1, 0.05, 784, 400),
        normal(2, 0.05, 400, 20),
        normal(3, 0.05, 400, 20),
        normal(4, 0.05, 20, 400),
        normal(5, 0.05, 400, 784),
    ]
    x = binary(batch, 784)

    def loss():
        hidden = torch.tanh(x @ inner)
        m, l = hidden @ mean, hidden @ log_variance
        code = m + torch.exp(0.5 * l) * torch.randn_like(m)
        logits = torch.tanh(code @ back) @ out
        reconstruction = (F.softplus(logits) - x * logits).sum(1)
        divergence = 0.5 * (torch.exp(l) + m * m - 1 - l).sum(1)
        return (reconstruction + divergence).mean()

    return descent(parameters, loss)


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


def seconds(step, count):
    torch.cuda.synchronize()
    start = time.perf_counter()
    for _ in range(count):
        step()
    torch.cuda.synchronize()
    return time.perf_counter() - start


def median_micros(step):
    seconds(step, 20)
    count = max(20, int(20 * ROUND_SECONDS / seconds(step, 20)))
    times = sorted(seconds(step, count) / count * 1e6 for _ in range(ROUNDS))
    return times[ROUNDS // 2]


def measure(work, make, suffix=""):
    ways = {
        "eager": lambda: make(),
        "compile": lambda: torch.compile(make()),
        "graph": lambda: captured(make()),
    }
    for name, way in ways.items():
        try:
            torch.manual_seed(1)
            print(f"RESULT\t{work}\tpytorch {name}{suffix}\t{median_micros(way()):.2f}", flush=True)
        except Exception as error:  # one way that fails must not hide the others
            print(f"pytorch {name} failed at {work}: {error}", file=sys.stderr)


def measure_all(suffix=""):
    for v, h, batch in [(784, 500, 128), (784, 500, 1024), (4096, 4096, 4096)]:
        measure(f"cd1 {v}x{h} batch {batch}", lambda: cd1(v, h, batch), suffix)
    measure("gibbs 784x500 chains 4096", lambda: gibbs(784, 500, 4096), suffix)
    for batch in (128, 1024):
        measure(f"classifier batch {batch}", lambda: classifier(batch), suffix)
        measure(f"vae batch {batch}", lambda: autoencoder(batch), suffix)


def main():
    torch.backends.cuda.matmul.allow_tf32 = True
    print(f"pytorch {torch.__version__}, {torch.cuda.get_device_name()}", file=sys.stderr)
    measure_all()
    if "--bf16" in sys.argv:
        with torch.autocast("cuda", torch.bfloat16):
            measure_all(" bf16")


if __name__ == "__main__":
    main()
