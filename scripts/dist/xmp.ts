import { escapeXml } from '../charts/svg.ts';

/** What the metadata of a PDF say, in XMP as in its information dictionary. */
export interface XmpFacts {
  title: string;
  author: string;
  subject: string;
  language: string;
  /** ISO date. */
  date: string;
  keywords: string;
  /** True where the file keeps PDF/UA as far as it is checked. */
  isAccessible: boolean;
}

/** The metadata of a PDF as XMP (ISO 16684-1). */
export function writeXmp({ title, author, subject, language, date, keywords, isAccessible }: XmpFacts): string {
  const moment = `${date}T00:00:00Z`;
  const alternative = (text: string) => `<rdf:Alt><rdf:li xml:lang="x-default">${escapeXml(text)}</rdf:li></rdf:Alt>`;
  return `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:title>${alternative(title)}</dc:title>
<dc:creator><rdf:Seq><rdf:li>${escapeXml(author)}</rdf:li></rdf:Seq></dc:creator>
<dc:description>${alternative(subject)}</dc:description>
<dc:language><rdf:Bag><rdf:li>${escapeXml(language)}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>tieout</xmp:CreatorTool><xmp:CreateDate>${moment}</xmp:CreateDate><xmp:ModifyDate>${moment}</xmp:ModifyDate>
<pdf:Producer>tieout</pdf:Producer><pdf:Keywords>${escapeXml(keywords)}</pdf:Keywords>
${isAccessible ? '<pdfuaid:part>1</pdfuaid:part>\n' : ''}</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>`;
}
