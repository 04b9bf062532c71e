/** The outline of a PDF (bookmarks), which pdf-lib writes only by hand: a root, one entry a heading, each to its place. */
import { PDFArray, type PDFDocument, PDFHexString, PDFName, PDFNumber, type PDFPage, type PDFRef } from 'pdf-lib';

export interface Mark {
  readonly title: string;
  readonly page: PDFPage;
  /** From the bottom, in points. */
  readonly top: number;
}

export function addOutline(document: PDFDocument, title: string, marks: readonly Mark[]): void {
  const [first] = document.getPages();
  if (first === undefined) return;
  const all = [{ title, page: first, top: first.getHeight() }, ...marks];
  const { context } = document;
  const root = context.nextRef();
  const refs = all.map(() => context.nextRef());
  all.forEach((mark, index) => {
    const entry = new Map<PDFName, PDFRef | PDFHexString | PDFArray>([
      [PDFName.of('Title'), PDFHexString.fromText(mark.title)],
      [PDFName.of('Parent'), root],
      [PDFName.of('Dest'), destination(document, mark)],
    ]);
    const [before, after] = [refs[index - 1], refs[index + 1]];
    if (before !== undefined) entry.set(PDFName.of('Prev'), before);
    if (after !== undefined) entry.set(PDFName.of('Next'), after);
    const dictionary = context.obj({});
    for (const [key, value] of entry) dictionary.set(key, value);
    context.assign(refs[index] as PDFRef, dictionary);
  });
  const tree = context.obj({ Type: 'Outlines', Count: all.length });
  tree.set(PDFName.of('First'), refs[0] as PDFRef);
  tree.set(PDFName.of('Last'), refs.at(-1) as PDFRef);
  context.assign(root, tree);
  document.catalog.set(PDFName.of('Outlines'), root);
  document.catalog.set(PDFName.of('PageMode'), PDFName.of('UseOutlines'));
}

function destination({ context }: PDFDocument, { page, top }: Mark): PDFArray {
  const array = PDFArray.withContext(context);
  for (const part of [page.ref, PDFName.of('XYZ'), PDFNumber.of(0), PDFNumber.of(Math.round(top)), PDFNumber.of(0)]) array.push(part);
  return array;
}
