/**
 * LOINC for MIMIC's item numbers: this edition's `d_labitems` has lost the column. Sent in front of MIMIC's own code,
 * as a laboratory that knows both would. Calcium and others keep their mass units; converting is the product's work.
 */
const LOINC: Readonly<Record<string, string>> = {
  50971: '2823-3', 50822: '6298-4', 50983: '2951-2', 50824: '2947-0', 50902: '2075-0', 50806: '2069-3', 50893: '2000-8',
  50808: '1995-0', 50931: '2345-7', 50809: '2339-0', 50912: '2160-0', 51006: '3094-0', 50960: '19123-9', 50970: '2777-1',
  50885: '1975-2', 50867: '1798-8', 51003: '6598-7', 50813: '32693-4', 50866: '16362-6', 51301: '6690-2', 52075: '751-8',
  51222: '718-7', 50811: '20509-6', 51221: '4544-3', 50810: '20570-8', 51265: '777-3', 51274: '5902-2', 51237: '6301-6',
  51275: '3173-2', 51214: '3255-7', 50820: '11558-4', 50818: '11557-6', 50821: '11556-0', 50882: '1963-8',
};

/** `50971^Potassium^MIMIC-LAB` becomes `2823-3^Potassium^LN^50971^Potassium^MIMIC-LAB`. */
export function withLoinc(message: Buffer): Buffer {
  const text = message.toString('utf8').replaceAll(/(?<=\|)(\d{5})\^([^|^]*)\^MIMIC-LAB/g, (whole, item: string, label: string) => {
    const loinc = LOINC[item];
    return loinc === undefined ? whole : `${loinc}^${label}^LN^${whole}`;
  });
  return Buffer.from(text, 'utf8');
}
