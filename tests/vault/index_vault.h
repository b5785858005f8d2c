// A vault whose documents have packets, and what it takes to merge them.
#pragma once

#include <algorithm>

#include "tests/vault/open_vault.h"

namespace tangthu::vault {

class IndexVaultTest : public OpenVaultTest {
 protected:
  inline static const Label kMat{Level::kMat, {}};
  inline static const Label kToiMat{Level::kToiMat, {}};
  static constexpr ObjectName kText{ObjectKind::kText, 1};

  DocumentId store_indexed(const Label& label, std::string_view text) const {
    auto writer = session().write_document(label);
    EXPECT_TRUE(writer);
    EXPECT_TRUE(writer->add(kText, as_bytes(text)));
    EXPECT_TRUE(writer->add_label_record(LabelRecordKind::kCatalogue, as_bytes(text)));
    EXPECT_TRUE(writer->add_label_record(LabelRecordKind::kPacket, as_bytes(text)));
    EXPECT_TRUE(writer->commit());
    return writer->id();
  }
  const DocumentContext& documents() const { return vault().documents(); }

  IndexWork work(IndexTask task, const Label& label) const {
    auto noted = session().work_on_index(task, label, {});
    EXPECT_TRUE(noted) << noted.error().text();
    return *noted;
  }
  LabelIndex index(const Label& label) const {
    auto read = session().read_index(label);
    EXPECT_TRUE(read) << read.error().text();
    return read.value_or(LabelIndex());
  }
  // Whether a document counts as a member of a segment of the label.
  bool live(const Label& label, const DocumentId& id) const {
    const auto found = find_memberships(documents(), label, index(label), id).value();
    return std::ranges::any_of(found, [](const Membership& each) { return !each.dead; });
  }
  std::vector<MergedPacket> packets(const IndexWork& noted) const {
    std::vector<MergedPacket> out;
    const auto damaged = session().visit_packets(
        noted, noted.label(), [&](LabelRecord&& record) -> Result<void> {
          out.push_back({record.document, record.version, record.place});
          return {};
        });
    EXPECT_EQ(damaged.value_or(99), 0U);
    std::ranges::sort(out, {}, &MergedPacket::document);
    return out;
  }
  static std::vector<SegmentMember> members_of(const std::vector<MergedPacket>& merged) {
    std::vector<SegmentMember> out;
    for (const MergedPacket& each : merged)
      out.push_back({each.document, each.version});
    return out;
  }
  SegmentEntry write(const IndexWork& noted, ByteView content,
                     const std::vector<SegmentMember>& members) const {
    auto writer = session().write_segment(noted);
    EXPECT_TRUE(writer);
    EXPECT_TRUE(writer->write(content));
    auto entry = writer->finish(members);
    EXPECT_TRUE(entry) << entry.error().text();
    return entry.value_or(SegmentEntry());
  }
  // All packets of a label into a segment of this content.
  Result<SegmentEntry> merge(const Label& label, std::string_view content) const {
    const IndexWork noted = work(IndexTask::kMerge, label);
    const LabelIndex before = index(label);
    IndexChange change;
    change.merged = packets(noted);
    change.add.push_back(write(noted, as_bytes(content), members_of(change.merged)));
    SegmentEntry entry = change.add.front();
    TRY(session().change_index(noted, before, change, OldCopies::kKept));
    return entry;
  }
  // The document's packet put back, and its segment written without it.
  Result<void> take_out(const Label& label, const DocumentId& id,
                        std::string_view packet) const {
    const IndexWork noted = work(IndexTask::kTakeOut, label);
    const LabelIndex before = index(label);
    const std::uint32_t version = find_envelope(documents(), id)->version;
    TRY(session().put_packet(noted, id, version, as_bytes(packet)));
    IndexChange change;
    for (const Membership& each : TRY(find_memberships(documents(), label, before, id))) {
      const auto entry =
          std::ranges::find(before.segments, each.segment, &SegmentEntry::id);
      std::vector<SegmentMember> rest = TRY(read_members(documents(), label, *entry));
      std::erase_if(rest, [&](const SegmentMember& m) { return m.document == id; });
      change.remove.push_back(each.segment);
      if (!rest.empty()) change.add.push_back(write(noted, as_bytes("còn lại"), rest));
    }
    return session().change_index(noted, before, change, OldCopies::kDestroyed);
  }

  static std::string read_all(const SegmentReader& reader) {
    Bytes out(reader.blocks() * kSegmentBlock);
    const auto size = reader.read_blocks(0, reader.blocks(), out);
    if (!size) return "(damaged)";
    return std::string(as_text(ByteView(out).first(*size)));
  }
  std::string content(const Label& label, const SegmentEntry& entry) const {
    const auto look = session().look("search");
    const auto reader = session().open_segment(*look, label, entry);
    if (!reader)
      return reader.error().code() == ErrorCode::kNotFound ? "(absent)" : "(damaged)";
    return read_all(*reader);
  }
  std::size_t stored(const Label& label, std::string_view prefix) const {
    return vault()
        .barrier()
        .scan(label_partition(vault().barrier(), label), prefix)
        ->size();
  }
  std::size_t partitions() const { return vault().store().list()->size(); }
};

}  // namespace tangthu::vault
