// A variable-order Markov model with Witten-Bell smoothing: the longest known context speaks first,
// and leaves to shorter ones as much as it has been surprised itself.

/** Longest context that is learnt. */
export const MAX_ORDER = 5;

// Stands before the first token of a sequence.
const START = "^";

export type SequenceModel = {
  /** Every token seen, in order of appearance. */
  readonly alphabet: readonly string[];
  readonly ids: ReadonlyMap<string, number>;
  readonly root: ContextNode;
};

export type ContextOptions = {
  /** Contexts longer than this are not asked. */
  readonly orderCap: number;
  /** Above 1 the shorter contexts get more say. */
  readonly escape: number;
};

type ContextNode = {
  readonly counts: Map<number, number>;
  total: number;
  /** By the token before this context. */
  readonly longer: Map<number, ContextNode>;
};

const START_ID = -1;

/** Learns what follows what in the sequences; each begins at START. */
export function learnSequences(sequences: readonly (readonly string[])[]): SequenceModel {
  const ids = new Map<string, number>([[START, START_ID]]);
  const root = createNode();
  for (const sequence of sequences) {
    const tokens = sequence.map((token) => idOf(ids, token));
    tokens.forEach((token, i) => count(root, tokens, i, token));
  }
  return { alphabet: [...ids.keys()].slice(1), ids, root };
}

/** The probability of every token to come after `context`, the tokens since the start of a sequence. */
export function predict(
  model: SequenceModel,
  context: readonly string[],
  options: ContextOptions,
): Float64Array {
  const size = model.alphabet.length;
  const distribution = new Float64Array(size).fill(1 / Math.max(1, size));
  let node: ContextNode | undefined = model.root;
  for (let order = 0; node && order <= options.orderCap; order++) {
    mix(distribution, node, options.escape);
    node = node.longer.get(contextId(model, context, order));
  }
  return distribution;
}

/** Sharpens (below 1) or flattens (above 1) weights, which then need not sum to 1. */
export function temper(weights: Float64Array, temperature: number): Float64Array {
  const top = weights.reduce((most, weight) => Math.max(most, weight), 0);
  if (top <= 0) return weights;
  return weights.map((weight) => Math.pow(weight / top, 1 / temperature));
}

function mix(distribution: Float64Array, node: ContextNode, escape: number): void {
  const leave = node.counts.size * escape;
  const whole = node.total + leave;
  if (whole === 0) return;
  for (let i = 0; i < distribution.length; i++) {
    distribution[i] = ((node.counts.get(i) ?? 0) + leave * distribution[i]!) / whole;
  }
}

function count(root: ContextNode, tokens: readonly number[], index: number, token: number): void {
  let node = root;
  for (let order = 0;; order++) {
    node.counts.set(token, (node.counts.get(token) ?? 0) + 1);
    node.total++;
    const before = index - order - 1;
    if (order === MAX_ORDER || before < -1) return;
    node = longerBy(node, before === -1 ? START_ID : tokens[before]!);
  }
}

function longerBy(node: ContextNode, token: number): ContextNode {
  const known = node.longer.get(token);
  if (known) return known;
  const made = createNode();
  node.longer.set(token, made);
  return made;
}

// The id of the token `order + 1` places back; what lies before the start is unknown to every node.
function contextId(model: SequenceModel, context: readonly string[], order: number): number {
  const at = context.length - 1 - order;
  if (at === -1) return START_ID;
  return at < -1 ? NaN : model.ids.get(context[at]!) ?? NaN;
}

function createNode(): ContextNode {
  return { counts: new Map(), total: 0, longer: new Map() };
}

function idOf(ids: Map<string, number>, token: string): number {
  const known = ids.get(token);
  if (known !== undefined) return known;
  const id = ids.size - 1;
  ids.set(token, id);
  return id;
}
