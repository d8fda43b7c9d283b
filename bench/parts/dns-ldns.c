/*
 * ldns: reads an answer with SRV records and their addresses, given as a file.
 *
 *   dns-ldns FILE
 */
#include "clock.h"

#include <ldns/ldns.h>

static unsigned long services(ldns_pkt *packet)
{
    unsigned long sum = 0;
    ldns_rdf *asked = ldns_rr_owner(ldns_rr_list_rr(ldns_pkt_question(packet), 0));
    ldns_rr_list *answer = ldns_pkt_answer(packet);
    for (size_t i = 0; i < ldns_rr_list_rr_count(answer); i++)
    {
        ldns_rr *record = ldns_rr_list_rr(answer, i);
        if (ldns_rr_get_type(record) != LDNS_RR_TYPE_SRV || ldns_dname_compare(ldns_rr_owner(record), asked))
            continue;
        sum += ldns_rdf2native_int16(ldns_rr_rdf(record, 0)) + ldns_rdf2native_int16(ldns_rr_rdf(record, 1))
            + ldns_rdf2native_int16(ldns_rr_rdf(record, 2)) + ldns_rr_ttl(record);
        sum += !ldns_dname_compare(ldns_rr_rdf(record, 3),
                                   ldns_rr_owner(ldns_rr_list_rr(ldns_pkt_additional(packet), i)));
    }

    return sum;
}

static void read_answer(void *item)
{
    struct bytes *bytes = item;
    ldns_pkt *packet = NULL;
    require(ldns_wire2pkt(&packet, (uint8_t *)bytes->start, bytes->length) == LDNS_STATUS_OK,
            "ldns does not read this answer.");
    found += services(packet);
    ldns_rr_list *additional = ldns_pkt_additional(packet);
    for (size_t i = 0; i < ldns_rr_list_rr_count(additional); i++)
        found += ldns_rdf_data(ldns_rr_rdf(ldns_rr_list_rr(additional, i), 0))[3];
    ldns_pkt_free(packet);
}

int main(int count, char **arguments)
{
    require(count == 2, "dns-ldns FILE");
    struct bytes bytes = read_file(arguments[1]);
    measure("srv-8", read_answer, &bytes);
    return 0;
}
