/** Two records of patients side by side, and what was made one. */

/** What is compared, in the order in which people look. */
export const comparedFields = ['name', 'sex', 'birthDate', 'idNumber', 'phone', 'address', 'guardian', 'guardianPhone'] as const;
export type ComparedField = (typeof comparedFields)[number];

/** `unknown`: at least one of the two does not have it. */
export const likenesses = ['same', 'different', 'unknown'] as const;
export type Likeness = (typeof likenesses)[number];

/** Rows that are told for a number and are seen under the other one from then on. */
export const countedKinds = ['visits', 'orders', 'reports', 'documents', 'bookings', 'operations', 'consultations', 'observations', 'criticalValues'] as const;
export type CountedKind = (typeof countedKinds)[number];
export type Counts = Readonly<Record<CountedKind, number>>;

/** Where two of these differ it is hardly ever one person. */
export const decisive: readonly ComparedField[] = ['sex', 'birthDate', 'idNumber'];
