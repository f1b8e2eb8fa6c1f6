/** Asks the thread that knows the dictionaries. It begins with the first question, and is kept. */
export interface StrengthQuestion {
  password: string;
  /** Words that are easy to guess for this password: the username, the product. */
  known: string[];
}

export interface StrengthAnswer {
  /** 0 (guessed at once) to 4. */
  score: 0 | 1 | 2 | 3 | 4;
  /** What makes it weak, as zxcvbn names it. */
  warning: string | null;
}

let worker: Worker | undefined;

function start(): Worker {
  return (worker ??= new Worker(new URL('./strength-worker.ts', import.meta.url), { type: 'module' }));
}

export interface Estimator {
  ask: (question: StrengthQuestion) => void;
  /** What is being thought about is of no interest any more. */
  forget: () => void;
}

/** Whoever asked last is answered; a page has one field at a time in which one types. */
let answerTo: ((answer: StrengthAnswer) => void) | null = null;
let isBusy = false;
let next: StrengthQuestion | null = null;

function send(question: StrengthQuestion): void {
  isBusy = true;
  start().postMessage(question);
}

function listen(): void {
  if (worker !== undefined) return;
  start().addEventListener('message', ({ data }: MessageEvent<StrengthAnswer>) => {
    isBusy = false;
    // What was typed meanwhile is what matters; an answer about the text before would only flicker.
    if (next !== null) {
      const question = next;
      next = null;
      return send(question);
    }
    answerTo?.(data);
  });
}

/** @param onAnswer is called for the latest question only; never, when the thread cannot be loaded */
export function estimator(onAnswer: (answer: StrengthAnswer) => void): Estimator {
  return {
    ask(question) {
      listen();
      answerTo = onAnswer;
      if (isBusy) next = question;
      else send(question);
    },
    forget() {
      next = null;
      if (answerTo === onAnswer) answerTo = null;
    },
  };
}
