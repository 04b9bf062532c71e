/** One person, several numbers: in the queries of other modules' rows. */
import { Prisma } from '../../../prisma/generated/client.ts';

/** The row of the person behind a column that holds the row of a number: what visits and scopes name. */
export function personBehind(column: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(SELECT whose.canonical_id FROM patient whose WHERE whose.id = ${column})`;
}

/** All numbers of that person, as an array that an index takes. */
export function numbersBehind(column: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`ARRAY(SELECT n.id FROM patient n WHERE n.canonical_id = ${personBehind(column)})::uuid[]`;
}
