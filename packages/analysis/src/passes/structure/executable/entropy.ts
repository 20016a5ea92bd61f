/** Shannon entropy in bits per byte, 0..8, from counts of byte values. */
export const entropyOf = (counts: Uint32Array | Float64Array): number => {
  let total = 0;
  for (const count of counts) total += count;
  if (total === 0) return 0;
  let bits = 0;
  for (const count of counts) if (count > 0) bits -= (count / total) * Math.log2(count / total);
  return Math.round(bits * 1000) / 1000;
};

export const entropy = (bytes: Uint8Array): number => {
  const counts = new Uint32Array(256);
  for (let i = 0; i < bytes.length; i++) counts[bytes[i] as number]!++;
  return entropyOf(counts);
};
