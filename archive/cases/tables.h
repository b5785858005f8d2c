// The tables themselves: for machine.cc alone.
#pragma once

#include "archive/cases/machine.h"

namespace tangthu::archive {

// What acts say.
inline constexpr std::span<const ActField> kSaysNothing;
inline constexpr ActField kReasonField[] = {{"reason", ActFieldType::kText, true, "why"}};
inline constexpr ActField kOptionalNote[] = {
    {"note", ActFieldType::kText, false, "a note"}};
inline constexpr ActField kNotifyFields[] = {
    {"to", ActFieldType::kText, true, "who was told"},
    {"on", ActFieldType::kDay, true, "the day on which they were told"}};

// Copying and photographing a secret: RULES of copying by level; a scan is one.
inline constexpr ActField kAskCopy[] = {
    {"documents", ActFieldType::kDocuments, true, "ids of the documents"},
    {"copies", ActFieldType::kCount, true, "how many copies"},
    {"form", ActFieldType::kText, true, "sao (print, copy) or chup (photograph, scan)"},
    {"to", ActFieldType::kText, true, "who is to receive them"},
    {"reason", ActFieldType::kText, true, "what for"}};
inline constexpr ActField kApproveCopy[] = {
    {"copies", ActFieldType::kCount, true, "how many are approved"},
    {"executor", ActFieldType::kText, false, "who makes them"}};
inline constexpr ActField kExecuteCopy[] = {
    {"copies", ActFieldType::kCount, true, "how many were made"},
    {"on", ActFieldType::kDay, true, "the day"}};
inline constexpr ActField kRegisterCopy[] = {
    {"numbers", ActFieldType::kText, true, "their numbers in the register of copies"}};
inline constexpr ActField kIssueCopy[] = {
    {"numbers", ActFieldType::kText, true, "numbers of the copies that were handed out"},
    {"to", ActFieldType::kText, true, "to whom"},
    {"on", ActFieldType::kDay, true, "the day"}};
inline constexpr ActField kSurplus[] = {
    {"copies", ActFieldType::kCount, true, "how many spoilt or surplus copies; 0: none"},
    {"on", ActFieldType::kDay, true, "the day"},
    {"witness", ActFieldType::kText, true, "who saw it"}};

inline constexpr Transition kCopying[] = {
    {"request", "", "requested", Who::kReader, "", kAskCopy, false, Period::kNone,
     "somebody asks for copies"},
    {"approve", "requested", "approved", Who::kAuthority, "request", kApproveCopy, true,
     Period::kNone, "at most as many as were asked for"},
    {"refuse", "requested", "refused", Who::kAuthority, "request", kReasonField, false,
     Period::kNone, "no copies are allowed, and why"},
    {"withdraw", "requested", "withdrawn", Who::kAsker, "", kSaysNothing, false,
     Period::kNone, "whoever asked needs them no more"},
    {"execute", "approved", "executed", Who::kArchivist, "approve", kExecuteCopy, false,
     Period::kNone, "at most as many as were approved"},
    {"register", "executed", "registered", Who::kArchivist, "", kRegisterCopy, false,
     Period::kNone, "they stand in the register of copies"},
    {"mark", "registered", "marked", Who::kArchivist, "", kOptionalNote, false,
     Period::kNone, "number, form, time, quantity, recipients, authority stand on them"},
    {"issue", "marked", "issued", Who::kArchivist, "", kIssueCopy, false, Period::kNone,
     "they are handed out"},
    {"issue", "issued", "issued", Who::kArchivist, "", kIssueCopy, false, Period::kNone,
     "to a further recipient"},
    {"destroy-surplus", "issued", "surplus-destroyed", Who::kArchivist, "", kSurplus,
     false, Period::kNone, "spoilt and surplus copies are destroyed"},
};

// A job of scanning secrets, before it begins: what it takes in needs no confirmation.
inline constexpr ActField kAskScan[] = {
    {"what", ActFieldType::kText, true, "what is to be scanned: boxes, dossiers"},
    {"level", ActFieldType::kText, true, "of secrets up to this level"},
    {"user", ActFieldType::kText, true, "the user who scans"},
    {"from", ActFieldType::kDay, true, "first day"},
    {"until", ActFieldType::kDay, true, "last day"},
    {"reason", ActFieldType::kText, true, "what for"}};
inline constexpr ActField kScanned[] = {
    {"pages", ActFieldType::kCount, true, "how many pages were scanned"},
    {"on", ActFieldType::kDay, true, "the day on which it was done"}};

inline constexpr Transition kScanning[] = {
    {"ask", "", "requested", Who::kArchivist, "", kAskScan, false, Period::kNone,
     "somebody asks to scan secrets"},
    {"approve", "requested", "approved", Who::kAuthority, "ask", kOptionalNote, true,
     Period::kNone, "'ingest' and 'scan' name the case: --approval"},
    {"refuse", "requested", "refused", Who::kAuthority, "ask", kReasonField, false,
     Period::kNone, "the scan is not allowed, and why"},
    {"withdraw", "requested", "withdrawn", Who::kAsker, "", kSaysNothing, false,
     Period::kNone, "whoever asked needs it no more"},
    {"close", "approved", "closed", Who::kArchivist, "", kScanned, false, Period::kNone,
     "what was allowed is done"},
    {"stop", "approved", "closed", Who::kOfficer, "", kReasonField, false, Period::kNone,
     "before its term"},
};

// Destruction with a council's dossier.
inline constexpr ActField kPropose[] = {
    {"documents", ActFieldType::kDocuments, true, "ids of the documents"},
    {"reason", ActFieldType::kText, true, "why they may go"}};
inline constexpr ActField kCouncil[] = {
    {"members", ActFieldType::kText, true, "the council's members"}};
inline constexpr ActField kReviewed[] = {
    {"minutes", ActFieldType::kText, true, "number of the council's minutes"},
    {"on", ActFieldType::kDay, true, "their day"},
    {"keep", ActFieldType::kDocuments, false, "ids of documents that are to stay"}};
inline constexpr ActField kDone[] = {
    {"on", ActFieldType::kDay, true, "the day"},
    {"witness", ActFieldType::kText, false, "who saw it"}};
inline constexpr ActField kFiled[] = {
    {"file", ActFieldType::kText, true, "where the destruction's dossier is kept"}};

inline constexpr Transition kDestruction[] = {
    {"propose", "", "candidate", Who::kArchivist, "", kPropose, false, Period::kNone,
     "papers whose time is over are put forward"},
    {"set-council", "candidate", "council-set", Who::kOfficer, "", kCouncil, true,
     Period::kNone, "a council is to look at them"},
    {"withdraw", "candidate", "withdrawn", Who::kArchivist, "", kReasonField, false,
     Period::kNone, "they are not put forward any more"},
    {"review", "council-set", "reviewed", Who::kOfficer, "", kReviewed, false,
     Period::kNone, "the council has looked, and what is to stay"},
    {"keep-all", "council-set", "withdrawn", Who::kOfficer, "", kReasonField, false,
     Period::kNone, "the council keeps all of them"},
    {"decide", "reviewed", "decided", Who::kOfficer, "propose", kSaysNothing, true,
     Period::kNone, "their destruction is decided on"},
    {"withdraw", "reviewed", "withdrawn", Who::kOfficer, "", kReasonField, false,
     Period::kNone, "they are not put forward any more"},
    {"destroy", "decided", "destroyed", Who::kTwoOfficers, "propose", kDone, false,
     Period::kNone, "the vault destroys the documents; their traces stay in the case"},
    {"archive", "destroyed", "dossier-archived", Who::kArchivist, "", kFiled, false,
     Period::kNone, "the destruction's dossier is filed"},
};

inline constexpr ActField kEmergency[] = {
    {"documents", ActFieldType::kDocuments, true, "ids of the documents"},
    {"reason", ActFieldType::kText, true, "the danger"}};
inline constexpr ActField kReport[] = {
    {"report", ActFieldType::kText, true, "number of the written report"},
    {"on", ActFieldType::kDay, true, "its day"},
    {"to", ActFieldType::kText, true, "to whom"}};

inline constexpr Transition kEmergencyDestruction[] = {
    {"destroy-now", "", "emergency-destroyed", Who::kTwoOfficers, "", kEmergency, false,
     Period::kNone, "without a council, when a secret is about to be lost"},
    {"report", "emergency-destroyed", "reported", Who::kOfficer, "", kReport, false,
     Period::kNone, "in writing, at once"},
};

// Papers that stay whatever their time: a trial, an inspection.
inline constexpr ActField kHold[] = {
    {"documents", ActFieldType::kDocuments, true, "ids of the documents"},
    {"reason", ActFieldType::kText, true, "why they must stay"}};

inline constexpr Transition kHolding[] = {
    {"hold", "", "held", Who::kArchivist, "", kHold, false, Period::kNone,
     "no council may be asked about them"},
    {"release", "held", "released", Who::kOfficer, "hold", kReasonField, false,
     Period::kNone, "they need not stay any more"},
};

// Who may decide what: an office by appointment, and its delegation.
inline constexpr ActField kAppoint[] = {
    {"user", ActFieldType::kText, true, "the user's name"},
    {"position", ActFieldType::kText, true, "a position of rules/secrecy.toml"},
    {"unit", ActFieldType::kText, true, "the body or unit"},
    {"from", ActFieldType::kDay, true, "first day"},
    {"until", ActFieldType::kDay, false, "last day"}};
inline constexpr ActField kEnd[] = {{"on", ActFieldType::kDay, true, "last day"}};

inline constexpr Transition kOffice[] = {
    {"appoint", "", "in-force", Who::kTwoOfficers, "", kAppoint, true, Period::kNone,
     "a user holds an office"},
    {"end", "in-force", "ended", Who::kOfficer, "", kEnd, false, Period::kNone,
     "he holds it no more"},
};

inline constexpr ActField kDelegate[] = {
    {"user", ActFieldType::kText, true, "the deputy's name"},
    {"level", ActFieldType::kText, true, "up to this level"},
    {"from", ActFieldType::kDay, true, "first day"},
    {"until", ActFieldType::kDay, true, "last day"}};

inline constexpr Transition kDelegation[] = {
    {"delegate", "", "in-force", Who::kAuthority, "", kDelegate, true, Period::kNone,
     "by the holder of the office himself; a deputy passes nothing on"},
    {"revoke", "in-force", "ended", Who::kAsker, "", kEnd, false, Period::kNone,
     "by whoever named the deputy"},
    {"end", "in-force", "ended", Who::kOfficer, "", kEnd, false, Period::kNone,
     "by an officer"},
};

// Reading a document that one is not cleared for, for a time.
inline constexpr ActField kAskRead[] = {
    {"wanted", ActFieldType::kText, true, "what is to be read: number, symbol, dossier"},
    {"reason", ActFieldType::kText, true, "what for"}};
inline constexpr ActField kAllowRead[] = {
    {"documents", ActFieldType::kDocuments, true, "ids of the documents"},
    {"until", ActFieldType::kDay, true, "last day"}};

inline constexpr Transition kReading[] = {
    {"ask", "", "requested", Who::kReader, "", kAskRead, false, Period::kNone,
     "somebody asks to read what he is not cleared for"},
    {"approve", "requested", "granted", Who::kTwoOfficers, "ask", kAllowRead, false,
     Period::kNone, "for a time; it ends by itself"},
    {"refuse", "requested", "refused", Who::kOfficer, "ask", kReasonField, false,
     Period::kNone, "he may not, and why"},
    {"withdraw", "requested", "withdrawn", Who::kAsker, "", kSaysNothing, false,
     Period::kNone, "whoever asked needs it no more"},
    {"close", "granted", "closed", Who::kOfficer, "", kOptionalNote, false, Period::kNone,
     "the reading ends"},
};

// The protection of one document. Its acts stand in the document's record.
inline constexpr ActField kClassify[] = {
    {"level", ActFieldType::kText, true, "the level"},
    {"recipients", ActFieldType::kText, false, "who receives it"},
    {"copies", ActFieldType::kCount, false, "how many copies there are"},
    {"drafter", ActFieldType::kText, false, "who drafted it"},
    {"copying", ActFieldType::kText, false, "allowed or forbidden"},
    {"authority", ActFieldType::kText, false, "who decided"}};
inline constexpr ActField kConfirmScan[] = {
    {"authority", ActFieldType::kText, true, "who approved the scan"},
    {"executor", ActFieldType::kText, true, "who scanned it"},
    {"case", ActFieldType::kText, false, "its case of the machine scanning"}};
inline constexpr ActField kExtendFields[] = {
    {"until", ActFieldType::kDay, true, "last day of the further period"},
    {"authority", ActFieldType::kText, false, "who decided"}};
inline constexpr ActField kAdjust[] = {
    {"level", ActFieldType::kText, true, "the new level"},
    {"authority", ActFieldType::kText, false, "who decided"}};
inline constexpr ActField kDeclassify[] = {
    {"ground", ActFieldType::kText, true,
     "expired: its period has ended; unlisted: it is "
     "no more in the list of state secrets"},
    {"authority", ActFieldType::kText, false, "who decided"}};
inline constexpr ActField kPartly[] = {
    {"minutes", ActFieldType::kText, true, "number of the council's minutes"},
    {"parts", ActFieldType::kText, true, "what is no secret any more"},
    {"level", ActFieldType::kText, true, "the level of the rest"}};
inline constexpr ActField kFully[] = {
    {"minutes", ActFieldType::kText, true, "number of the council's minutes"}};

inline constexpr Transition kSecrecyLife[] = {
    {"classify", "", "classified", Who::kTwoOfficers, "", kClassify, false, Period::kNone,
     "with its intake, or proposed afterwards"},
    {"confirm-scan", "classified", "classified", Who::kTwoOfficers, "", kConfirmScan,
     true, Period::kNone, "a scan without an approval leaves its quarantine"},
    {"extend", "classified", "classified", Who::kTwoOfficers, "", kExtendFields, true,
     Period::kNotice, "decided at least extend-before-days before the end"},
    {"adjust", "classified", "classified", Who::kTwoOfficers, "", kAdjust, true,
     Period::kNotice, "by the body that classified it"},
    {"declassify", "classified", "declassified", Who::kTwoOfficers, "", kDeclassify, true,
     Period::kNotice, "its period has ended, or it is a state secret no more"},
    {"set-council", "classified", "council", Who::kTwoOfficers, "", kCouncil, true,
     Period::kNone, "a council is to say whether it may be declassified before its time"},
    {"keep", "council", "classified", Who::kTwoOfficers, "", kFully, false, Period::kNone,
     "the council keeps it secret"},
    {"declassify-partly", "council", "partly-declassified", Who::kTwoOfficers, "",
     kPartly, true, Period::kNotice, "the council frees a part of it"},
    {"declassify-fully", "council", "declassified", Who::kTwoOfficers, "", kFully, true,
     Period::kNotice, "the council frees all of it"},
    {"extend", "partly-declassified", "partly-declassified", Who::kTwoOfficers, "",
     kExtendFields, true, Period::kNotice},
    {"declassify", "partly-declassified", "declassified", Who::kTwoOfficers, "",
     kDeclassify, true, Period::kNotice},
    {"classify", "declassified", "classified", Who::kTwoOfficers, "", kClassify, true,
     Period::kNotice, "a new period begins on the day of the decision"},
    {"notify", "classified", "classified", Who::kArchivist, "", kNotifyFields, false,
     Period::kNone, "whoever had received it was told"},
    {"notify", "council", "council", Who::kArchivist, "", kNotifyFields},
    {"notify", "partly-declassified", "partly-declassified", Who::kArchivist, "",
     kNotifyFields},
    {"notify", "declassified", "declassified", Who::kArchivist, "", kNotifyFields},
};

inline constexpr Machine kMachines[] = {
    {"secrecy", "The protection of a document", kSecrecyLife},
    {"scanning", "Scans of secrets", kScanning},
    {"copying", "Copies of a secret", kCopying},
    {"destruction", "Destruction with a council", kDestruction},
    {"emergency", "Destruction in an emergency", kEmergencyDestruction},
    {"hold", "Papers that must stay", kHolding},
    {"office", "Who may decide", kOffice},
    {"delegation", "Deputies", kDelegation},
    {"reading", "Reading for a time", kReading},
};

}  // namespace tangthu::archive
