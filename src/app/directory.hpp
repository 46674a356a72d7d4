// What the edge must know of settings: the sites of all centres by key and by id. One immutable value, replaced as a whole
// when settings change; read on the edge's thread.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "relais/office/directory.hpp"

namespace relais {

struct CentreSite {
    CentreId centre;
    office::Site site;
};

class Directory {
public:
    void add(CentreId centre, const office::Site& site) {
        keys_[site.key] = site.id;
        sites_[site.id] = CentreSite{centre, site};
    }
    [[nodiscard]] const CentreSite* by_key(const std::string& key) const {
        const auto found = keys_.find(key);
        return found == keys_.end() ? nullptr : by_id(found->second);
    }
    [[nodiscard]] const CentreSite* by_id(SiteId id) const {
        const auto found = sites_.find(id);
        return found == sites_.end() ? nullptr : &found->second;
    }

private:
    std::map<std::string, SiteId> keys_;
    std::map<SiteId, CentreSite> sites_;
};

/// The site's language for what a page asked: that one if the site has it, else its first.
[[nodiscard]] inline std::string language_of(const office::Site& site, const std::string& asked) {
    const bool has = std::find(site.languages.begin(), site.languages.end(), asked) != site.languages.end();
    return has ? asked : site.languages.front();
}

}  // namespace relais
