#include "office/office_query.hpp"

#include <array>

namespace relais::office {
namespace {

constexpr Duration lock_timeout{500};
constexpr Duration statement_timeout{5'000};
constexpr Duration answer_timeout{7'000};  // longer than the server's own, so that it answers first

pg::ConnectOptions options_for(const std::string& url) {
    pg::ConnectOptions options;
    options.url = url;
    options.name = "relais office";
    options.lock_timeout = lock_timeout;
    options.statement_timeout = statement_timeout;
    options.idle_timeout = statement_timeout;  // a link that dies within a transaction must not leave its locks behind
    options.answer_timeout = answer_timeout;
    return options;
}

struct Saying {
    std::string_view constraint;
    std::string_view text;  // empty: PostgreSQL's message is ours already (a trigger of the schema)
};

/// What people at a command line meet. Another constraint is told by its name.
constexpr std::array sayings{
    Saying{"centre_name_key", "there is a centre of this name already"},
    Saying{"queue_centre_id_name_key", "this centre has a queue of this name already"},
    Saying{"site_key_key", "there is a site with this key already: keys are unique over all centres"},
    Saying{"agent_email_key", "somebody has this e-mail already"},
    Saying{"entry_point_centre_id_name_key", "this centre has a site of this name already"},
    Saying{"entry_point_name_check", "the name of a site, a blank and a language have at most 80 characters together"},
    Saying{"site_entry_point_language_check", "a language is two small letters, such as fr"},
    Saying{"queue_priority_check", "a priority is 0, served first, to 9"},
    Saying{"queue_target_ms_check", "a target is 1 to 3600 seconds"},
    Saying{"queue_wrap_up_ms_check", "a wrap-up has 0 to 3600 seconds"},
    Saying{"agent_email_check", "this is no e-mail address"},
    Saying{"agent_name_check", "a name has 1 to 80 characters"},
    Saying{"centre_name_check", "a name has 1 to 80 characters"},
    Saying{"queue_name_check", "a name has 1 to 80 characters"},
    Saying{"site_name_check", "a name has 1 to 80 characters"},
    Saying{"skill_name_check", "a skill has 1 to 40 characters"},
    Saying{"site_key_check", "a key has 1 to 39 characters of a-z, 0-9 and -, and does not begin with -"},
    Saying{"centre_seats_max_check", "a centre allows 1 to 20 seats an agent"},
    Saying{"agent_seats_check", "an agent has 1 to 20 seats"},
    Saying{"queue_places_check", "a queue has 0 to 10000 places"},
    Saying{"agent_language_check", "a language is two small letters, such as fr"},
    Saying{"agent_seats_within_centre", ""},
    Saying{"entry_point_count", ""},
};

std::string said(const pg::Error& error) {
    for (const Saying& saying : sayings) {
        if (saying.constraint == error.constraint())
            return saying.text.empty() ? std::string(error.what()) : std::string(saying.text);
    }
    return error.constraint().empty() ? std::string(error.what()) : error.constraint() + ": " + error.what();
}

}  // namespace

Database::Database(const std::string& url, std::size_t connections_max)
    : connections_(new Connections{pg::Pool(options_for(url), connections_max)}) {}
Database::~Database() = default;

Error error_of(const pg::Error& error) {
    if (error.connection_lost()) return {Problem::unreachable, error.what()};
    if (error.too_slow()) return {Problem::busy, error.what()};
    const std::string named = said(error);
    if (error.duplicate()) return {Problem::exists, named};
    if (error.sqlstate() == "23503") return {Problem::unknown, named};
    if (error.bad_data()) return {Problem::not_allowed, named};
    return {Problem::failed, error.sqlstate() + ": " + named};
}

}  // namespace relais::office
