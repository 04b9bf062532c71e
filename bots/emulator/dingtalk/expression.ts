/**
 * The little language of computed values in card templates: names, texts, numbers, `== != && || !`, `? :` and
 * brackets. What it cannot read counts as an error of the template, as it would in the builder.
 */
type Value = string | number | boolean;
export type Expression = (variables: Readonly<Record<string, string>>) => Value;

const TOKEN = /\s*(?:('[^']*'|"[^"]*")|(\d+(?:\.\d+)?)|([A-Za-z_]\w*)|(==|!=|&&|\|\||[!?:()]))/y;

/** @throws SyntaxError naming what it stumbled over */
export function parseExpression(source: string): Expression {
  const parser = new Parser(tokensOf(source));
  const expression = parser.choice();
  parser.end();
  return expression;
}

function tokensOf(source: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  const text = source.trimEnd();
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (match === null) throw new SyntaxError(`cannot read "${text.slice(at, at + 10)}"`);
    tokens.push(match[0].trim());
  }
  return tokens;
}

class Parser {
  readonly #tokens: string[];

  constructor(tokens: string[]) {
    this.#tokens = tokens;
  }

  end(): void {
    if (this.#tokens.length > 0) throw new SyntaxError(`"${this.#tokens[0]}" is too much`);
  }

  choice(): Expression {
    const condition = this.#either();
    if (!this.#take('?')) return condition;
    const yes = this.choice();
    this.#expect(':');
    const no = this.choice();
    return (variables) => (isTrue(condition(variables)) ? yes(variables) : no(variables));
  }

  #either(): Expression {
    const left = this.#both();
    if (!this.#take('||')) return left;
    const right = this.#either();
    return (variables) => isTrue(left(variables)) || isTrue(right(variables));
  }

  #both(): Expression {
    const left = this.#compared();
    if (!this.#take('&&')) return left;
    const right = this.#both();
    return (variables) => isTrue(left(variables)) && isTrue(right(variables));
  }

  #compared(): Expression {
    const left = this.#single();
    const same = this.#take('==');
    if (!same && !this.#take('!=')) return left;
    const right = this.#single();
    return (variables) => (String(left(variables)) === String(right(variables))) === same;
  }

  #single(): Expression {
    if (this.#take('!')) return negate(this.#single());
    if (this.#take('(')) {
      const inner = this.choice();
      this.#expect(')');
      return inner;
    }
    return atom(this.#tokens.shift());
  }

  #take(token: string): boolean {
    if (this.#tokens[0] !== token) return false;
    this.#tokens.shift();
    return true;
  }

  #expect(token: string): void {
    if (!this.#take(token)) throw new SyntaxError(`"${token}" is missing`);
  }
}

const negate = (inner: Expression): Expression => (variables) => !isTrue(inner(variables));

function atom(token: string | undefined): Expression {
  if (token === undefined || !/^['"\w]/.test(token)) throw new SyntaxError('something is missing');
  if (/^['"]/.test(token)) return () => token.slice(1, -1);
  if (/^\d/.test(token)) return () => Number(token);
  if (token === 'true' || token === 'false') return () => token === 'true';
  return (variables) => variables[token] ?? '';
}

/** Card values are texts, so `'false'` and `''` are no. */
export const isTrue = (value: Value): boolean => value !== '' && value !== false && value !== 0 && value !== 'false' && value !== '0';
