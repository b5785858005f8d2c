// The seeds of both targets that read PDFs.
#include "tests/fuzz/decode.h"

namespace {

using namespace tangthu;                    // NOLINT: a program of one file
using namespace tangthu::scanner::testing;  // NOLINT

}  // namespace

std::vector<fuzz::Seed> fuzz::seeds() {
  const Picture grey = small_picture(1);
  const Picture colour = small_picture(3);
  PdfScan scan;
  scan.width = scan.height = 10;
  scan.content = "q 10 0 0 10 0 0 cm /I Do Q";
  const auto with = [&](const std::string& image, const Bytes& data) {
    PdfScan out = scan;
    out.image = "/Width 19 /Height 17 /BitsPerComponent 8 " + image;
    out.data = data;
    return out;
  };
  PdfScan signature = with("/ColorSpace /DeviceGray", grey.pixels);
  signature.catalog = "/AcroForm << /Fields [5 0 R] >> /Perms << /DocMDP 6 0 R >>";
  signature.objects = {"<< /T (a) /Kids [<< /FT /Sig /V 6 0 R >>] >>",
                       "<< /Type /Sig /ByteRange [0 1 2 3] /Contents <00> >>"};
  PdfScan text = with("/ColorSpace [/Indexed /DeviceRGB 1 <000000ffffff>]", grey.pixels);
  text.content += " q BT 3 Tr /F 9 Tf 1 2 Td (a) Tj ET Q 0 0 10 10 re W n";
  text.page = "/Rotate 90 /Annots [5 0 R]";
  text.objects = {"<< /Subtype /Link /Rect [0 0 5 5] >>"};
  return {{"plain", make_pdf(with("/ColorSpace /DeviceGray /Decode [1 0]", grey.pixels))},
          {"jpeg", make_pdf(with("/ColorSpace /DeviceRGB /Filter /DCTDecode",
                                 make_jpeg(colour, 0)))},
          {"jp2", make_pdf(with("/Filter /JPXDecode", make_jp2(colour)))},
          {"fax", make_pdf(with("/ColorSpace /DeviceGray /Filter /CCITTFaxDecode "
                                "/DecodeParms << /K -1 /Columns 19 >>",
                                to_bytes(as_bytes("\x26\xa1\x10\x01"))))},
          {"signature", make_pdf(signature)},
          {"text", make_pdf(text)},
          {"pages", make_scanned_pdf({grey, colour}, 150)},
          {"blank", make_blank_pdf(20, 30)}};
}
