#!/usr/bin/env python3
"""Makes the known answers of org.latent4j.op and org.latent4j.random.

Run in the folder api/src/test:   python3 python/known_answers.py
The files under resources were made with Python 3.11.7 and mpmath 1.3.0. Numbers are written as
hexadecimal floating-point literals, so that they are read back exactly. Threefry is implemented here
from the paper (Salmon et al., SC 2011), apart from the Java code, and checked against the vectors that
its authors publish with Random123.
"""
import platform
import random

import mpmath
from mpmath import mp, mpf

mp.dps = 60
MADE_BY = f"# python/known_answers.py, Python {platform.python_version()}, mpmath {mpmath.__version__}"

# ---- special functions ------------------------------------------------------------------------

FUNCTIONS = {
    "erf": mp.erf,
    "erfc": mp.erfc,
    "lgamma": lambda x: mp.log(abs(mp.gamma(x))) if abs(x) < 200 else mp.loggamma(x).real,
    "digamma": mp.digamma,
    "trigamma": lambda x: mp.polygamma(1, x),
    "sigmoid": lambda x: 1 / (1 + mp.exp(-x)),
    "softplus": lambda x: mp.log1p(mp.exp(-abs(x))) + max(x, mpf(0)),
}
# where the implementation changes its formula, and zeros of the functions
SEAMS = [0.46875, -0.46875, 4.0, 0.5, -0.5, 1.0, 1.5, 2.0, 2.5, 10.0, 1.4616321449683622]
GAMMA = ("lgamma", "digamma", "trigamma")


def arguments(name, chance):
    points = [sign * 10.0**e for e in range(-15, 3) for sign in (1, -1)]
    points += [s + d for s in SEAMS for d in (-1e-3, -1e-10, 0.0, 1e-10, 1e-3)]
    points += [chance.uniform(-6, 12) for _ in range(60)] + [chance.uniform(12, 27) for _ in range(20)]
    if name in GAMMA:
        points += [10.0**e for e in range(3, 300, 20)]
        points = [x for x in points if not (x < 0 and x == int(x))]  # poles
    if name in ("sigmoid", "softplus"):
        points += [-740.0, -700.0, -88.5, -37.0, 37.0, 88.5, 700.0]
    return points


def write_special_functions():
    chance = random.Random(1)
    with open("resources/org/latent4j/op/special-functions.csv", "w") as out:
        print(MADE_BY, "# function,x,value", sep="\n", file=out)
        for name, function in FUNCTIONS.items():
            for x in arguments(name, chance):
                print(f"{name},{x.hex()},{float(function(mpf(x))).hex()}", file=out)


# ---- quantiles --------------------------------------------------------------------------------


def normal_quantile(p):
    return mp.sqrt(2) * mp.erfinv(2 * p - 1)


QUANTILES = {
    "normal": normal_quantile,
    "exponential": lambda p: -mp.log(p),
    "gumbel": lambda p: -mp.log(-mp.log(p)),
}


def write_quantiles():
    chance = random.Random(2)
    with open("resources/org/latent4j/random/quantiles.csv", "w") as out:
        print(MADE_BY, "# type,distribution,k,quantile at (2 k + 1) / 2^(bits + 1)", sep="\n", file=out)
        for type_name, bits in (("FLOAT32", 24), ("FLOAT64", 53)):
            n = 1 << bits
            # the ends, the middle, and the seams of the approximations to the normal quantile
            seams = [int(t * n) for t in (0.00168731, 0.075, 1.388794386496402e-11)]
            ks = [0, 1, 2, 3, 100, n // 2 - 2, n // 2 - 1] + seams + [s + 1 for s in seams]
            ks += [int(n * 2.0 ** -chance.uniform(1, bits)) for _ in range(40)]
            ks = sorted({k for j in ks for k in (j, n - 1 - j)})
            for name, quantile in QUANTILES.items():
                for k in ks:
                    value = quantile(mpf(2 * k + 1) / (2 * n))
                    print(f"{type_name},{name},{k},{float(value).hex()}", file=out)


# ---- Threefry ---------------------------------------------------------------------------------

MASK = 0xFFFFFFFF
ROTATIONS = (13, 15, 26, 6, 17, 29, 16, 24)


def threefry(key, counter):
    """Threefry-2x32, 20 rounds, on 64-bit integers that hold word 0 in their high half."""
    k = [key >> 32, key & MASK]
    k.append(0x1BD11BDA ^ k[0] ^ k[1])
    x, y = ((counter >> 32) + k[0]) & MASK, ((counter & MASK) + k[1]) & MASK
    for r in range(20):
        x = (x + y) & MASK
        rotation = ROTATIONS[r % 8]
        y = ((y << rotation | y >> (32 - rotation)) & MASK) ^ x
        if r % 4 == 3:
            s = r // 4 + 1
            x, y = (x + k[s % 3]) & MASK, (y + k[(s + 1) % 3] + s) & MASK
    return x << 32 | y


def write_layout():
    assert threefry(0, 0) == 0x6B20015999BA4EFE
    assert threefry(2**64 - 1, 2**64 - 1) == 0x1CB996FCBB002BE7
    assert threefry(0x13198A2E03707344, 0x243F6A8885A308D3) == 0xC4923A9C483DF7A0
    with open("resources/org/latent4j/random/layout.csv", "w") as out:
        print(MADE_BY, "# kind,key,index or child,answer", sep="\n", file=out)
        for key in (0, 1, 0x0123456789ABCDEF, 2**64 - 1):
            for n in (0, 1, 2, 3, 1000, 2**31 - 1, 2**31, 2**32 - 1):
                print(f"child,{key:016x},{n},{threefry(key, n | 1 << 63):016x}", file=out)
            for i in (0, 1, 2, 3, 1000, 1001, 2**32, 2**32 + 1, 2**40 + 7):
                pair = threefry(key, i // 2)
                word = pair & MASK if i % 2 else pair >> 32
                print(f"word,{key:016x},{i},{word:08x}", file=out)
                print(f"float32,{key:016x},{i},{((word >> 8) / 2**24).hex()}", file=out)
                print(f"float64,{key:016x},{i},{((threefry(key, i) >> 11) / 2**53).hex()}", file=out)


write_special_functions()
write_quantiles()
write_layout()
