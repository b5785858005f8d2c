#include "scanner/decode/pdf_content.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace tangthu::scanner {
namespace {

// Operators that change nothing that can be seen on a page of one image: colours, lines'
// shapes, text's place, marks of content.
const std::set<std::string>& harmless() {
  static const std::set<std::string> kOperators = {
      "g",  "G",  "rg", "RG", "k",  "K",  "cs", "CS",  "sc", "SC",  "scn", "SCN",
      "ri", "i",  "w",  "J",  "j",  "M",  "d",  "BT",  "ET", "Tf",  "Td",  "TD",
      "Tm", "T*", "Tc", "Tw", "Tz", "TL", "Ts", "BMC", "MP", "EMC", "BX",  "EX"};
  return kOperators;
}

class Reader : public QPDFObjectHandle::ParserCallbacks {
 public:
  Reader(const QPDFObjectHandle& resources, const QPDFObjectHandle::Rectangle& box)
      : resources_(resources), box_(box) {}

  void handleObject(QPDFObjectHandle object) override {
    constexpr std::size_t kMostOperands = 40;
    if (!object.isOperator()) {
      operands_.push_back(object);
      if (operands_.size() > kMostOperands) give_up();
      return;
    }
    if (!take(object.getOperatorValue())) give_up();
    operands_.clear();
  }
  void handleEOF() override {}

  std::optional<PlacedImage> result() const { return given_up_ ? std::nullopt : placed_; }

 private:
  struct State {
    QPDFMatrix matrix;
    bool text_is_hidden = false;
  };

  void give_up() {
    given_up_ = true;
    terminateParsing();
  }

  bool take(const std::string& name) {
    if (harmless().count(name) > 0) return true;
    if (name == "q" || name == "Q") return save_or_restore(name == "q");
    if (name == "cm") return move();
    if (name == "Do") return draw();
    if (name == "gs") return graphics_state();
    if (name == "Tr") return text_mode();
    if (name == "Tj" || name == "TJ" || name == "'" || name == "\"")
      return state_.text_is_hidden;
    if (name == "BDC" || name == "DP") {
      return operands_.size() == 2 && !operands_[0].isNameAndEquals("/OC");
    }
    return path(name);
  }

  bool save_or_restore(bool save) {
    constexpr std::size_t kDeepest = 100;
    if (save) {
      saved_.push_back(state_);
      return saved_.size() <= kDeepest;
    }
    if (saved_.empty()) return false;
    state_ = saved_.back();
    saved_.pop_back();
    return true;
  }

  template <std::size_t N>
  std::optional<std::array<double, N>> numbers() {
    std::array<double, N> out{};
    if (operands_.size() != N) return std::nullopt;
    for (std::size_t i = 0; i < N; ++i) {
      if (!operands_[i].isNumber()) return std::nullopt;
      out[i] = operands_[i].getNumericValue();
    }
    return out;
  }

  bool move() {
    const auto m = numbers<6>();
    if (!m) return false;
    state_.matrix.concat({(*m)[0], (*m)[1], (*m)[2], (*m)[3], (*m)[4], (*m)[5]});
    return true;
  }

  bool text_mode() {
    constexpr double kInvisible = 3;
    const auto mode = numbers<1>();
    if (!mode) return false;
    state_.text_is_hidden = (*mode)[0] == kInvisible;
    return true;
  }

  QPDFObjectHandle resource(const char* kind) {
    if (operands_.size() != 1 || !operands_[0].isName()) return QPDFObjectHandle();
    return resources_.getKeyIfDict(kind).getKeyIfDict(operands_[0].getName());
  }

  bool draw() {
    if (placed_) return false;
    QPDFObjectHandle object = resource("/XObject");
    if (!object.isInitialized() || !object.isImage()) return false;
    placed_ = PlacedImage{object, state_.matrix};
    return true;
  }

  bool graphics_state() {
    QPDFObjectHandle state = resource("/ExtGState");
    if (!state.isInitialized() || !state.isDictionary()) return false;
    for (const char* opacity : {"/CA", "/ca"}) {
      QPDFObjectHandle value = state.getKey(opacity);
      if (!value.isNull() && !(value.isNumber() && value.getNumericValue() == 1)) {
        return false;
      }
    }
    QPDFObjectHandle mask = state.getKey("/SMask");
    QPDFObjectHandle blend = state.getKey("/BM");
    return (mask.isNull() || mask.isNameAndEquals("/None")) &&
           (blend.isNull() || blend.isNameAndEquals("/Normal") ||
            blend.isNameAndEquals("/Compatible")) &&
           state.getKey("/Font").isNull() && state.getKey("/TR").isNull();
  }

  // Of paths, a rectangle that clips away no part of the page.
  bool path(const std::string& name) {
    if (name == "re") {
      const auto r = numbers<4>();
      if (!r || clip_) return false;
      const auto [x, y, width, height] = *r;
      clip_ = state_.matrix.transformRectangle(
          {std::min(x, x + width), std::min(y, y + height), std::max(x, x + width),
           std::max(y, y + height)});
      return upright(state_.matrix);
    }
    if (name == "W" || name == "W*") {
      clips_ = true;
      return clip_.has_value();
    }
    if (name != "n") return false;
    const bool spares = !clips_ || covers_box();
    clip_.reset();
    clips_ = false;
    return spares;
  }

  static bool upright(const QPDFMatrix& m) {
    return (m.b == 0 && m.c == 0) || (m.a == 0 && m.d == 0);
  }

  bool covers_box() const {
    constexpr double kPoint = 1;
    return clip_->llx <= box_.llx + kPoint && clip_->lly <= box_.lly + kPoint &&
           clip_->urx >= box_.urx - kPoint && clip_->ury >= box_.ury - kPoint;
  }

  QPDFObjectHandle resources_;
  QPDFObjectHandle::Rectangle box_;
  std::vector<QPDFObjectHandle> operands_;
  State state_;
  std::vector<State> saved_;
  std::optional<QPDFObjectHandle::Rectangle> clip_;  // the path under way
  bool clips_ = false;
  std::optional<PlacedImage> placed_;
  bool given_up_ = false;
};

// Adds up, by resolution, how much images cover.
class Census : public QPDFObjectHandle::ParserCallbacks {
 public:
  explicit Census(const QPDFObjectHandle& resources) : resources_(resources) {}

  void handleObject(QPDFObjectHandle object) override {
    constexpr std::size_t kEnough = 6;
    if (!object.isOperator()) {
      operands_.push_back(object);
      if (operands_.size() > kEnough) operands_.erase(operands_.begin());
      return;
    }
    take(object.getOperatorValue());
    operands_.clear();
  }
  void handleEOF() override {}

  // Square points by dots an inch.
  const std::map<long, double>& areas() const { return areas_; }

 private:
  void take(const std::string& name) {
    constexpr std::size_t kDeepest = 100;
    if (name == "q" && saved_.size() < kDeepest) saved_.push_back(matrix_);
    if (name == "Q" && !saved_.empty()) {
      matrix_ = saved_.back();
      saved_.pop_back();
    }
    if (name == "cm" && operands_.size() == 6) {
      double m[6];
      for (std::size_t i = 0; i < 6; ++i)
        m[i] = operands_[i].isNumber() ? operands_[i].getNumericValue() : 0;
      matrix_.concat({m[0], m[1], m[2], m[3], m[4], m[5]});
    }
    if (name == "Do" && operands_.size() == 1 && operands_[0].isName()) {
      count(resources_.getKeyIfDict("/XObject").getKeyIfDict(operands_[0].getName()));
    }
  }

  void count(QPDFObjectHandle image) {
    constexpr double kPointsPerInch = 72;
    constexpr double kProportion = 0.02;
    if (!image.isInitialized() || !image.isImage(false)) return;
    QPDFObjectHandle width = image.getDict().getKey("/Width");
    QPDFObjectHandle height = image.getDict().getKey("/Height");
    const double across = std::hypot(matrix_.a, matrix_.b);
    const double down = std::hypot(matrix_.c, matrix_.d);
    if (!width.isInteger() || !height.isInteger() || !(across > 0) || !(down > 0)) return;
    const double dpi = width.getNumericValue() * kPointsPerInch / across;
    const double dpi_down = height.getNumericValue() * kPointsPerInch / down;
    if (!(dpi > 1 && dpi < 10'000) || std::abs(dpi_down / dpi - 1) > kProportion) return;
    areas_[std::lround(dpi)] += across * down;
  }

  QPDFObjectHandle resources_;
  std::vector<QPDFObjectHandle> operands_;
  QPDFMatrix matrix_;
  std::vector<QPDFMatrix> saved_;
  std::map<long, double> areas_;
};

}  // namespace

double prevailing_dpi(QPDFPageObjectHelper& page,
                      const QPDFObjectHandle::Rectangle& box) {
  Census census(page.getAttribute("/Resources", false));
  page.parseContents(&census);
  const double half = (box.urx - box.llx) * (box.ury - box.lly) / 2;
  double finest = 0;
  for (const auto& [dpi, area] : census.areas()) {
    if (area >= half) finest = static_cast<double>(dpi);
  }
  return finest;
}

std::optional<PlacedImage> only_image(QPDFPageObjectHelper& page,
                                      const QPDFObjectHandle::Rectangle& box) {
  Reader reader(page.getAttribute("/Resources", false), box);
  page.parseContents(&reader);
  return reader.result();
}

}  // namespace tangthu::scanner
