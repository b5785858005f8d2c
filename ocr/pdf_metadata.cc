#include "ocr/pdf_metadata.h"

#include <algorithm>
#include <array>
#include <memory>
#include <new>

#include <lcms2.h>

#include "ocr/xml.h"

namespace tangthu::ocr {
namespace {

std::string element(const std::string& name, const std::string& content) {
  return "<" + name + ">" + content + "</" + name + ">\n";
}

std::string description(const PdfInfo& info) {
  std::string out = element("pdfaid:part", "2") + element("pdfaid:conformance", "U") +
                    element("dc:format", "application/pdf") +
                    element("pdf:Producer", kProducer) +
                    element("xmp:CreatorTool", kProducer);
  if (!info.title.empty()) {
    out += element("dc:title", "<rdf:Alt><rdf:li xml:lang=\"x-default\">" +
                                   xml_escaped(info.title) + "</rdf:li></rdf:Alt>");
  }
  if (!info.language.empty()) {
    out += element("dc:language", "<rdf:Bag><rdf:li>" + xml_escaped(info.language) +
                                      "</rdf:li></rdf:Bag>");
  }
  if (info.created != 0) {
    const std::string date = format_utc(info.created);
    for (const char* name : {"xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate"})
      out += element(name, date);
  }
  return out;
}

struct CloseProfile {
  void operator()(void* profile) const { cmsCloseProfile(profile); }
};

}  // namespace

std::string xmp_packet(const PdfInfo& info) {
  return "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
         "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
         "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
         "<rdf:Description rdf:about=\"\"\n"
         " xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\"\n"
         " xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n"
         " xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\"\n"
         " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\">\n" +
         description(info) +
         "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>\n";
}

std::string pdf_date(UnixSeconds seconds) {
  std::string digits;
  for (const char c : format_utc(seconds)) {
    if (c >= '0' && c <= '9') digits += c;
  }
  return "D:" + digits + "Z";
}

Bytes srgb_profile() {
  const std::unique_ptr<void, CloseProfile> profile(cmsCreate_sRGBProfile());
  cmsUInt32Number size = 0;
  if (!profile || !cmsSaveProfileToMem(profile.get(), nullptr, &size)) {
    throw std::bad_alloc();  // nothing else can fail here
  }
  Bytes out(size);
  if (!cmsSaveProfileToMem(profile.get(), out.data(), &size)) throw std::bad_alloc();
  // The header's date (ICC.1:2010, 7.2.8) is the time of the call; 2026-01-01 instead.
  constexpr std::size_t kDateOffset = 24;
  constexpr std::array<std::uint8_t, 12> kDate = {0x07, 0xEA, 0, 1, 0, 1};
  std::copy(kDate.begin(), kDate.end(), out.begin() + kDateOffset);
  return out;
}

}  // namespace tangthu::ocr
