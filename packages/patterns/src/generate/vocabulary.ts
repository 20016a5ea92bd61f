const list = (text: string): string[] => text.split(" ");

export const syllables = list(
  "ba be bi bo bra cha cle cor cra da del dor dra el en er fa fex fi fla fro ga gel gly gra ha hex il in ja jek ka kel kir kon kra la lex li lor lu mal mar mek mi mor nak ner nix no nu ol or pax pel pix plo pra qua qui rak rel rix ro ru sab sel shi sko sla sna sor sta syn ta tek tha tis tor tra tru ul um va vek ver vin vol vra wex wo xen xil ya yor za zek zen zil zor zu",
);

export const words = list(
  "account alert alpha amazon app archive asset auth backup bank batch beta bill block bonus book box branch bridge buffer build cache call card cargo cash center chain check click client cloud code coin connect console contact core credit crypto daily data delta deploy desk digital direct doc domain drive earth edge engine event express fast field file finance flash flow forum fresh gate gift global gold green grid group guard guide health help home host hub image index info input job key lab land layer ledger legal level life light line link list live loan local lock log login mail main manage map market master media member memory meta micro mobile model money monitor move net news next node note office online open option order page panel parcel pass patch pay phone photo pixel plan play point pool portal post power price prime print private process profile project proxy public pulse query quick quote radar rapid record relay remote report reset rest reward route safe sale scan search secure server service session share shop sign site smart soft source space speed stack star start state static status stock store stream support switch sync system table task team tech term test ticket time token tool top track trade travel trust update user value vault verify video view wallet watch wave web wire work world zone",
);

export const topLevels = list(
  "com net org info xyz top click shop site online sbs cfd icu lat ru cn tk ml ga de in.net com.br co.uk",
);

export const phrases = [
  "Undefined index",
  "Warning: mysqli",
  "Unable to open",
  "Cannot redeclare",
  "Failed opening required",
  "Invalid argument supplied for",
  "permission refused while",
  "unexpected token near",
  "Call to undefined method",
  "must be compatible with",
];
