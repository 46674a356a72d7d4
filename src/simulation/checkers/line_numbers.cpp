// Every screen shows every line once and in order: visitors count by seq, agents by position, neither with a hole or a
// repeat. The author's own lines are known from their acknowledgement. Notes never come to a visitor.
#include <map>
#include <set>

#include "simulation/checkers/every_checker.hpp"

namespace relais::simulation {
namespace {

class LineNumbers : public Checker {
public:
    explicit LineNumbers(Findings& findings) : Checker(findings, "line_numbers") {}

    void saw_line(const Viewer& viewer, const SeenLine& line, std::uint64_t) override {
        const std::uint32_t number = viewer.agent.is_nil() ? line.seq : line.position;
        const std::string where =
            "viewer " + std::to_string(viewer.number) + ", conversation " + to_string(line.conversation) + ": ";
        if (number == 0) return violation(where + "a line without a number");
        Seen& seen = screens_[viewer.number][line.conversation];
        while (seen.acknowledged.contains(seen.last + 1) && seen.last + 1 < number) ++seen.last;
        if (number <= seen.last && !seen.acknowledged.contains(number))
            return violation(where + "line " + std::to_string(number) + " came twice");
        if (number > seen.last + 1)
            return violation(where + "line " + std::to_string(number) + " came after " + std::to_string(seen.last));
        seen.last = std::max(seen.last, number);
        seen.acknowledged.erase(seen.acknowledged.begin(),
                                seen.acknowledged.lower_bound(number > 64 ? number - 64 : 0));
        if (!line.message.is_nil() && !seen.messages.insert(line.message).second &&
            !seen.acknowledged.contains(number)) {
            violation(where + "message " + to_string(line.message) + " came under two numbers");
        }
    }

    void saw_acknowledged(const Viewer& viewer, const Acknowledged& message, std::uint64_t) override {
        const std::uint32_t number = viewer.agent.is_nil() ? message.seq : message.position;
        if (number == 0) return violation("an acknowledgement without a number, message " + to_string(message.message));
        Seen& seen = screens_[viewer.number][message.conversation];
        while (seen.acknowledged.contains(seen.last + 1) && seen.last + 1 < number) ++seen.last;
        // Its author counts the line when the acknowledgement comes. Of a conversation that was removed meanwhile nothing is shown.
        if (seen.last > 0 && number > seen.last + 1)
            violation("viewer " + std::to_string(viewer.number) + ", conversation " + to_string(message.conversation) +
                      ": line " + std::to_string(number) + " was acknowledged after " + std::to_string(seen.last));
        seen.acknowledged.insert(number);
    }

    void forgot(const Viewer& viewer, ConversationId conversation) override {
        const auto screen = screens_.find(viewer.number);
        if (screen != screens_.end()) screen->second.erase(conversation);
    }

    void gone(const Viewer& viewer) override { screens_.erase(viewer.number); }

private:
    struct Seen {
        std::uint32_t last = 0;
        std::set<std::uint32_t> acknowledged;
        std::set<MessageId> messages;
    };
    std::map<std::uint64_t, std::map<ConversationId, Seen>> screens_;
};

class NotesStayInside : public Checker {
public:
    explicit NotesStayInside(Findings& findings) : Checker(findings, "notes_stay_inside") {}

    void saw_line(const Viewer& viewer, const SeenLine& line, std::uint64_t) override {
        const bool by_text = line.body.starts_with("note ");  // the simulated agents begin their notes so
        if (viewer.agent.is_nil() && (line.kind == "note" || by_text))
            violation("a visitor saw a note of conversation " + to_string(line.conversation));
        if (line.kind == "note" && line.seq != 0)
            violation("a note has a seq in conversation " + to_string(line.conversation));
    }
};

}  // namespace

std::unique_ptr<Checker> line_numbers(Findings& findings) { return std::make_unique<LineNumbers>(findings); }
std::unique_ptr<Checker> notes_stay_inside(Findings& findings) { return std::make_unique<NotesStayInside>(findings); }

}  // namespace relais::simulation
