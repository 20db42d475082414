"""Two readings of the labour rules beside each other: `python -m benchmarks.labour --plans 10000 --seed 0`.

The checker, and a second reading that walks through every minute and shares no code with it, judge the same random
plans: with clock changes, shifts over midnight, borders of months and years, earlier plans, and every mode. Where they
differ, the plan's seed and the findings are told.
"""

import argparse
import time
from collections import Counter

from staffing.labour_rules import judge
from tests.staffing.labour_by_the_minute import Finding, read
from tests.staffing.random_labour import random_case


def both_readings(seed: int) -> tuple[set[Finding], set[Finding]]:
    """What the checker finds in the random plan of this seed, and what the slow reading finds."""
    case = random_case(seed)
    judged = judge(case.plan, case.desk, before=case.before)
    found: set[Finding] = {(one.person, one.date, one.rule, one.severity) for one in judged}
    return found, read(case.plan, case.desk, case.before)


def main() -> None:
    """Judge the plans twice and tell where the readings differ."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--plans", type=int, default=200, help="how many random plans")
    options.add_argument("--seed", type=int, default=0, help="seed of the first; each further plan takes the next")
    told, _ = options.parse_known_args()
    began, rules, differing = time.process_time(), Counter[str](), 0
    for seed in range(told.seed, told.seed + told.plans):
        quick, slow = both_readings(seed)
        rules.update(rule for _, _, rule, _ in slow)
        if quick != slow:
            differing += 1
            print(f"seed {seed}: only the checker {sorted(quick - slow)}, only the walk {sorted(slow - quick)}")
        if (seed - told.seed + 1) % 1000 == 0:
            print(f"{seed - told.seed + 1} plans read, {differing} differ", flush=True)
    seconds = time.process_time() - began
    print(f"{told.plans} plans, {differing} differ; {sum(rules.values())} findings; {seconds:.0f} s of processor time")
    print(", ".join(f"{rule} {count}" for rule, count in rules.most_common()))


if __name__ == "__main__":
    main()
