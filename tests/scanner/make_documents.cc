// PDFs by hand, archives by libarchive, files.
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <archive.h>
#include <archive_entry.h>

#include "make_files.h"

namespace tangthu::scanner::testing {
namespace {

// Collects objects and writes the cross-reference table.
class PdfMaker {
 public:
  int add(const std::string& body) {
    offsets_.push_back(text_.size());
    const int number = static_cast<int>(offsets_.size());
    text_ += std::to_string(number) + " 0 obj\n" + body + "\nendobj\n";
    return number;
  }
  int add_stream(const std::string& dictionary, const std::string& data) {
    return add("<< " + dictionary + " /Length " + std::to_string(data.size()) +
               " >>\nstream\n" + data + "\nendstream");
  }
  int next() const { return static_cast<int>(offsets_.size()) + 1; }
  Bytes finish(const std::string& page_list, int pages_number,
               const std::string& catalog = "") {
    add(page_list);
    const int root = add("<< /Type /Catalog /Pages " + std::to_string(pages_number) +
                         " 0 R " + catalog + " >>");
    const std::size_t table = text_.size();
    text_ += "xref\n0 " + std::to_string(next()) + "\n0000000000 65535 f \n";
    for (const std::size_t offset : offsets_) {
      std::string digits = std::to_string(offset);
      text_ += std::string(10 - digits.size(), '0') + digits + " 00000 n \n";
    }
    text_ += "trailer\n<< /Size " + std::to_string(next()) + " /Root " +
             std::to_string(root) + " 0 R >>\nstartxref\n" + std::to_string(table) +
             "\n%%EOF\n";
    return to_bytes(as_bytes(text_));
  }

 private:
  std::string text_ = "%PDF-1.4\n";
  std::vector<std::size_t> offsets_;
};

std::string box(double width, double height) {
  return "/MediaBox [0 0 " + std::to_string(width) + " " + std::to_string(height) + "]";
}

Bytes one_page(PdfMaker& pdf, const std::string& page) {
  const int pages = pdf.next() + 1;
  const int number =
      pdf.add("<< /Type /Page /Parent " + std::to_string(pages) + " 0 R " + page + " >>");
  return pdf.finish(
      "<< /Type /Pages /Count 1 /Kids [" + std::to_string(number) + " 0 R] >>", pages);
}

la_ssize_t append(archive*, void* out, const void* data, std::size_t size) {
  const auto* bytes = static_cast<const std::uint8_t*>(data);
  static_cast<Bytes*>(out)->insert(static_cast<Bytes*>(out)->end(), bytes, bytes + size);
  return static_cast<la_ssize_t>(size);
}

void choose(archive* out, Pack pack) {
  switch (pack) {
    case Pack::kZip:
      archive_write_set_format_zip(out);
      return;
    case Pack::kEncryptedZip:
      archive_write_set_format_zip(out);
      archive_write_set_options(out, "zip:encryption=aes256");
      archive_write_set_passphrase(out, "secret");
      return;
    case Pack::kSevenZip:
      archive_write_set_format_7zip(out);
      return;
    case Pack::kTarGz:
      archive_write_add_filter_gzip(out);
      break;
    case Pack::kTarXz:
      archive_write_add_filter_xz(out);
      break;
    case Pack::kTarZst:
      archive_write_add_filter_zstd(out);
      break;
    case Pack::kTarBz2:
      archive_write_add_filter_bzip2(out);
      break;
    case Pack::kTarLz4:
      archive_write_add_filter_lz4(out);
      break;
    case Pack::kTarLzip:
      archive_write_add_filter_lzip(out);
      break;
    case Pack::kTarLzma:
      archive_write_add_filter_lzma(out);
      break;
    case Pack::kTarZ:
      archive_write_add_filter_compress(out);
      break;
    case Pack::kOldTar:
      archive_write_set_format_v7tar(out);
      return;
    case Pack::kCpio:
      archive_write_set_format_cpio_newc(out);
      return;
    case Pack::kIso:
      archive_write_set_format_iso9660(out);
      return;
    case Pack::kTar:
      break;
  }
  archive_write_set_format_pax_restricted(out);
}

}  // namespace

Bytes make_scanned_pdf(const std::vector<Picture>& pictures, double dpi) {
  PdfMaker pdf;
  const int pages = static_cast<int>(pictures.size()) * 3 + 1;
  std::string kids;
  for (const Picture& picture : pictures) {
    const std::string width = std::to_string(picture.width * 72 / dpi);
    const std::string height = std::to_string(picture.height * 72 / dpi);
    const int image = pdf.add_stream(
        "/Type /XObject /Subtype /Image /Width " + std::to_string(picture.width) +
            " /Height " + std::to_string(picture.height) + " /BitsPerComponent 8" +
            " /ColorSpace " + (picture.channels == 3 ? "/DeviceRGB" : "/DeviceGray"),
        std::string(picture.pixels.begin(), picture.pixels.end()));
    const int content =
        pdf.add_stream("", "q " + width + " 0 0 " + height + " 0 0 cm /I Do Q");
    const int page = pdf.add(
        "<< /Type /Page /Parent " + std::to_string(pages) + " 0 R /MediaBox [0 0 " +
        width + " " + height + "] /Contents " + std::to_string(content) +
        " 0 R /Resources << /XObject << /I " + std::to_string(image) + " 0 R >> >> >>");
    kids += std::to_string(page) + " 0 R ";
  }
  return pdf.finish("<< /Type /Pages /Count " + std::to_string(pictures.size()) +
                        " /Kids [" + kids + "] >>",
                    pages);
}

Bytes make_pdf(const PdfScan& scan) {
  PdfMaker pdf;
  pdf.add_stream("/Type /XObject /Subtype /Image " + scan.image,
                 std::string(scan.data.begin(), scan.data.end()));
  pdf.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
  pdf.add_stream("", scan.content);
  const int pages = 5 + static_cast<int>(scan.objects.size());
  pdf.add("<< /Type /Page /Parent " + std::to_string(pages) + " 0 R " +
          box(scan.width, scan.height) +
          " /Contents 3 0 R /Resources << /XObject << /I 1 0 R >> /Font << /F 2 0 R >> "
          ">> " +
          scan.page + " >>");
  for (const std::string& object : scan.objects)
    pdf.add(object);
  return pdf.finish("<< /Type /Pages /Count 1 /Kids [4 0 R] >>", pages, scan.catalog);
}

Bytes make_blank_pdf(double width, double height) {
  PdfMaker pdf;
  return one_page(pdf, box(width, height));
}

Bytes make_text_pdf() {
  PdfMaker pdf;
  const int font = pdf.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
  const int content = pdf.add_stream("", "BT /F 48 Tf 50 700 Td (Tang thu) Tj ET");
  return one_page(pdf, box(595, 842) + " /Contents " + std::to_string(content) +
                           " 0 R /Resources << /Font << /F " + std::to_string(font) +
                           " 0 R >> >>");
}

Bytes make_archive(const Members& members, Pack pack) {
  Bytes out;
  archive* writer = archive_write_new();
  choose(writer, pack);
  archive_write_set_bytes_in_last_block(writer, 1);
  if (archive_write_open(writer, &out, nullptr, append, nullptr) != ARCHIVE_OK) {
    throw std::runtime_error("libarchive can't write");
  }
  for (const auto& [name, content] : members) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, name.c_str());
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_size(entry, static_cast<la_int64_t>(content.size()));
    archive_write_header(writer, entry);
    archive_write_data(writer, content.data(), content.size());
    archive_entry_free(entry);
  }
  archive_write_close(writer);
  archive_write_free(writer);
  return out;
}

void write_file(const std::filesystem::path& path, ByteView content) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream out(path, std::ios::binary);
  out.write(reinterpret_cast<const char*>(content.data()),
            static_cast<std::streamsize>(content.size()));
}

Bytes read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TemporaryFolder::TemporaryFolder() {
  std::string pattern =
      (std::filesystem::temp_directory_path() / "tangthu-test-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no folder");
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace tangthu::scanner::testing
