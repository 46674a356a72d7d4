#include "office/office_query.hpp"

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
    options.answer_timeout = answer_timeout;
    return options;
}

}  // namespace

Database::Database(const std::string& url, std::size_t connections_max)
    : connections_(new Connections{pg::Pool(options_for(url), connections_max)}) {}
Database::~Database() = default;

Error error_of(const pg::Error& error) {
    if (error.connection_lost()) return {Problem::unreachable, error.what()};
    if (error.too_slow()) return {Problem::busy, error.what()};
    const std::string named =
        error.constraint().empty() ? std::string(error.what()) : error.constraint() + ": " + error.what();
    if (error.duplicate()) return {Problem::exists, named};
    if (error.sqlstate() == "23503") return {Problem::unknown, named};
    if (error.bad_data()) return {Problem::not_allowed, named};
    return {Problem::failed, error.sqlstate() + ": " + named};
}

}  // namespace relais::office
