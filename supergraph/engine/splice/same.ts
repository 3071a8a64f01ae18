/** A statement that goes over exactly this text. */
export function same(text: string): string {
  const bytes = [...Buffer.from(text)];
  const differs = bytes.map((byte, at) => `b[i${at === 0 ? '' : `+${at}`}]!==${byte}`).join('||');
  return `if(${differs})throw unusual;i+=${bytes.length};`;
}
