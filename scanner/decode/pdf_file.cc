#include "scanner/decode/pdf_file.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <utility>

#include "scanner/decode/emit.h"
#include "scanner/decode/pdf_content.h"
#include "scanner/decode/pdf_image.h"
#include "scanner/decode/pdf_qpdf.h"

namespace tangthu::scanner {
namespace {

using Rectangle = QPDFObjectHandle::Rectangle;
constexpr double kPointsPerInch = 72;

// Fields of a form, until one is a signature that has been given.
class SignatureSearch {
 public:
  bool finds(QPDFObjectHandle fields, int depth = 0) {
    constexpr int kDeepest = 32;
    if (!fields.isArray() || depth > kDeepest) return false;
    for (int i = 0; i < fields.getArrayNItems(); ++i) {
      if (finds_in(fields.getArrayItem(i), depth)) return true;
    }
    return false;
  }

 private:
  bool finds_in(QPDFObjectHandle field, int depth) {
    constexpr std::size_t kMostFields = 100'000;
    if (!field.isDictionary()) return false;
    if (field.isIndirect() && !seen_.insert(field.getObjGen()).second) return false;
    if (seen_.size() > kMostFields) return false;
    // A kid inherits its type (/FT); a value with a byte range is no other's.
    QPDFObjectHandle value = field.getKey("/V");
    if (value.isDictionary() && value.getKey("/ByteRange").isArray()) return true;
    return finds(field.getKey("/Kids"), depth + 1);
  }

  std::set<QPDFObjGen> seen_;
};

struct Vector {
  double x = 0;
  double y = 0;
};

// Of the page's points (y up), as seen on the page turned by `turns` quarters clockwise
// (y down).
Vector as_seen(double x, double y, int turns) {
  Vector out{x, -y};
  for (int i = 0; i < turns; ++i)
    out = {-out.y, out.x};
  return out;
}

// The number of TIFF's Orientation tag for an image whose rows run along `right` and
// follow each other along `down`; 0 where neither lies along the page's edges.
int orientation_of(const Vector& right, const Vector& down) {
  constexpr double kSlant = 0.001;
  const auto flat = [](double along, double across) {
    return std::abs(across) <= kSlant * std::abs(along);
  };
  if (flat(right.x, right.y) && flat(down.y, down.x)) {
    if (down.y > 0) return right.x > 0 ? 1 : 2;
    return right.x > 0 ? 4 : 3;
  }
  if (flat(right.y, right.x) && flat(down.x, down.y)) {
    if (right.y > 0) return down.x > 0 ? 5 : 6;
    return down.x > 0 ? 8 : 7;
  }
  return 0;
}

// Box and image may differ by a hair at each edge: nobody's points divide evenly.
bool fills(const QPDFMatrix& place, const Rectangle& box) {
  const Rectangle image = place.transformRectangle({0, 0, 1, 1});
  const double hair =
      std::max(2.0, 0.005 * std::max(box.urx - box.llx, box.ury - box.lly));
  return std::abs(image.llx - box.llx) <= hair && std::abs(image.lly - box.lly) <= hair &&
         std::abs(image.urx - box.urx) <= hair && std::abs(image.ury - box.ury) <= hair;
}

bool shows_nothing(QPDFObjectHandle annotation) {
  if (!annotation.isDictionary()) return true;
  if (annotation.getKey("/Subtype").isNameAndEquals("/Popup")) return true;
  QPDFObjectHandle place = annotation.getKey("/Rect");
  if (!place.isRectangle()) return true;
  const Rectangle box = place.getArrayAsRectangle();
  return box.llx == box.urx || box.lly == box.ury;
}

bool has_visible_annotations(QPDFPageObjectHelper& page) {
  QPDFObjectHandle annotations = page.getAttribute("/Annots", false);
  if (!annotations.isArray()) return false;
  for (int i = 0; i < annotations.getArrayNItems(); ++i) {
    if (!shows_nothing(annotations.getArrayItem(i))) return true;
  }
  return false;
}

int quarter_turns(QPDFPageObjectHelper& page) {
  QPDFObjectHandle rotate = page.getAttribute("/Rotate", false);
  if (!rotate.isInteger()) return 0;
  return static_cast<int>((rotate.getIntValue() / 90 % 4 + 4) % 4);
}

void collect(QPDFObjectHandle resources, int depth, std::set<QPDFObjGen>& seen,
             std::vector<ImageSize>& out) {
  constexpr int kDeepest = 5;
  QPDFObjectHandle objects = resources.getKeyIfDict("/XObject");
  if (!objects.isDictionary() || depth > kDeepest) return;
  for (const std::string& name : objects.getKeys()) {
    QPDFObjectHandle object = objects.getKey(name);
    if (out.size() >= PdfFile::kMaxPdfImages) return;
    if (!object.isStream() || !seen.insert(object.getObjGen()).second) continue;
    QPDFObjectHandle dictionary = object.getDict();
    if (object.isFormXObject()) {
      collect(dictionary.getKey("/Resources"), depth + 1, seen, out);
      continue;
    }
    QPDFObjectHandle width = dictionary.getKey("/Width");
    QPDFObjectHandle height = dictionary.getKey("/Height");
    if (!object.isImage(false) || !width.isInteger() || !height.isInteger()) continue;
    const ImageSize size{width.getIntValueAsInt(), height.getIntValueAsInt()};
    if (size.width > 0 && size.height > 0) out.push_back(size);
  }
}

}  // namespace

class PdfFile::Impl {
 public:
  Impl(ByteView file, const std::string& password) {
    pdf_.setSuppressWarnings(true);
    pdf_.processMemoryFile("file", reinterpret_cast<const char*>(file.data()),
                           file.size(), password.c_str());
    pages_ = pdf_.getAllPages();
  }

  int pages() const { return static_cast<int>(pages_.size()); }

  bool has_signature() {
    QPDFObjectHandle root = pdf_.getRoot();
    if (root.getKey("/Perms").getKeyIfDict("/DocMDP").isDictionary()) return true;
    return SignatureSearch().finds(root.getKey("/AcroForm").getKeyIfDict("/Fields"));
  }

  std::optional<Raster> scan(int number) {
    QPDFPageObjectHelper page(pages_.at(static_cast<std::size_t>(number)));
    QPDFObjectHandle crop = page.getCropBox();
    if (!crop.isRectangle() || !page.getAttribute("/UserUnit", false).isNull() ||
        has_visible_annotations(page)) {
      return std::nullopt;
    }
    const Rectangle box = crop.getArrayAsRectangle();
    const auto placed = only_image(page, box);
    if (!placed || !fills(placed->place, box)) return std::nullopt;
    const QPDFMatrix& m = placed->place;
    const int turns = quarter_turns(page);
    const int orientation =
        orientation_of(as_seen(m.a, m.b, turns), as_seen(-m.c, -m.d, turns));
    if (orientation == 0) return std::nullopt;
    const std::size_t warnings = pdf_.numWarnings();
    auto pixels = pixels_of(placed->image);
    if (!pixels || pdf_.numWarnings() > warnings) return std::nullopt;
    set_resolution(*pixels, pixels->width * kPointsPerInch / std::hypot(m.a, m.b),
                   pixels->height * kPointsPerInch / std::hypot(m.c, m.d));
    return oriented(std::move(*pixels), orientation);
  }

  double prevailing_dpi(int number) {
    QPDFPageObjectHelper page(pages_.at(static_cast<std::size_t>(number)));
    QPDFObjectHandle crop = page.getCropBox();
    if (!crop.isRectangle() || !page.getAttribute("/UserUnit", false).isNull()) return 0;
    return scanner::prevailing_dpi(page, crop.getArrayAsRectangle());
  }

  std::vector<ImageSize> image_sizes(int number) {
    QPDFPageObjectHelper page(pages_.at(static_cast<std::size_t>(number)));
    std::vector<ImageSize> out;
    std::set<QPDFObjGen> seen;
    collect(page.getAttribute("/Resources", false), 0, seen, out);
    return out;
  }

 private:
  QPDF pdf_;
  std::vector<QPDFObjectHandle> pages_;
};

PdfFile::PdfFile(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
PdfFile::~PdfFile() = default;

std::unique_ptr<PdfFile> PdfFile::open(ByteView file, std::string_view password) {
  try {
    return std::unique_ptr<PdfFile>(
        new PdfFile(std::make_unique<Impl>(file, std::string(password))));
  } catch (const QPDFExc& error) {
    if (error.getErrorCode() == qpdf_e_password) refuse(Fault::kLocked);
  } catch (const std::exception&) {
    return nullptr;
  }
  return nullptr;
}

int PdfFile::pages() const {
  return impl_->pages();
}

bool PdfFile::has_signature() const {
  try {
    return impl_->has_signature();
  } catch (const std::exception&) {
    return false;
  }
}

// What QPDF stumbles over, poppler may still draw.
std::optional<Raster> PdfFile::scan(int page) const {
  try {
    return impl_->scan(page);
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

double PdfFile::prevailing_dpi(int page) const {
  try {
    return impl_->prevailing_dpi(page);
  } catch (const std::exception&) {
    return 0;
  }
}

std::vector<ImageSize> PdfFile::image_sizes(int page) const {
  try {
    return impl_->image_sizes(page);
  } catch (const std::exception&) {
    return {};
  }
}

}  // namespace tangthu::scanner
