/*
 * Knot DNS: reads an answer with SRV records and their addresses, given as a file.
 *
 *   dns-knot FILE
 */
#include "clock.h"

#include <libknot/libknot.h>

static void read_answer(void *item)
{
    struct bytes *bytes = item;
    knot_pkt_t *packet = knot_pkt_new(bytes->start, bytes->length, NULL);
    require(packet && knot_pkt_parse(packet, 0) == KNOT_EOK, "knot does not read this answer.");
    const knot_pktsection_t *answer = knot_pkt_section(packet, KNOT_ANSWER);
    const knot_pktsection_t *additional = knot_pkt_section(packet, KNOT_ADDITIONAL);
    for (uint16_t i = 0; i < answer->count; i++)
    {
        const knot_rrset_t *record = knot_pkt_rr(answer, i);
        if (record->type != KNOT_RRTYPE_SRV || !knot_dname_is_case_equal(record->owner, knot_pkt_qname(packet)))
            continue;
        const knot_rdata_t *data = record->rrs.rdata;
        found += data->data[1] + data->data[3] + data->data[5] + record->ttl;
        found += knot_dname_is_case_equal(knot_srv_name(data), knot_pkt_rr(additional, i)->owner);
    }

    for (uint16_t i = 0; i < additional->count; i++)
    {
        if (knot_pkt_rr(additional, i)->type == KNOT_RRTYPE_A)
            found += knot_pkt_rr(additional, i)->rrs.rdata->data[3];
    }

    knot_pkt_free(packet);
}

int main(int count, char **arguments)
{
    require(count == 2, "dns-knot FILE");
    struct bytes bytes = read_file(arguments[1]);
    measure("srv-8", read_answer, &bytes);
    return 0;
}
