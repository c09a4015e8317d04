// Stands in for the fuzz process where its watcher is tested: number 1 hangs, number 3 fills the heap.

if (import.meta.main) {
  const [, , first, end] = Deno.args;
  for (let number = Number(first); number < Number(end); number++) {
    print(`${number}`);
    while (number === 1);
    if (number === 3) fillHeap();
    print(JSON.stringify({ number }));
  }
}

function fillHeap(): never {
  const kept: unknown[] = [];
  for (;;) kept.push(new Array(100_000).fill(kept.length));
}

function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}
