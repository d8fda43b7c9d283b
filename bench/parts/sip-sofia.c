/*
 * sofia-sip: reads each message given as a file, as far as a registrar needs; every header it knows is parsed, URIs and
 * parameters of challenges and credentials too.
 *
 * Writing is from a message that was read: every header is made text again from its parts.
 *
 *   sip-sofia read|write FILE…
 */
#include <sofia-sip/msg.h>
#include <sofia-sip/sip.h>
#include <sofia-sip/sip_parser.h>
#include <sofia-sip/sip_header.h>

#include "clock.h"

static unsigned long text(const char *value)
{
    return value ? (unsigned char)*value : 0;
}

static unsigned long parameters(const msg_param_t *list)
{
    unsigned long sum = 0;
    for (; list && *list; list++)
        sum += text(*list);
    return sum;
}

static unsigned long address(const url_t *url, const char *tag)
{
    return text(url->url_user) + text(url->url_host) + text(url->url_port) + text(tag);
}

static unsigned long all(const sip_t *sip)
{
    unsigned long sum = 0;
    if (sip->sip_request)
        sum += sip->sip_request->rq_method + text(sip->sip_request->rq_url->url_host);
    if (sip->sip_status)
        sum += sip->sip_status->st_status + text(sip->sip_status->st_phrase);
    sum += text(sip->sip_via->v_protocol) + text(sip->sip_via->v_host) + text(sip->sip_via->v_port);
    sum += text(sip->sip_via->v_branch) + text(sip->sip_via->v_received) + text(sip->sip_via->v_rport);
    sum += address(sip->sip_from->a_url, sip->sip_from->a_tag) + address(sip->sip_to->a_url, sip->sip_to->a_tag);
    sum += text(sip->sip_call_id->i_id) + sip->sip_cseq->cs_seq + sip->sip_cseq->cs_method;
    for (const sip_contact_t *contact = sip->sip_contact; contact; contact = contact->m_next)
        sum += address(contact->m_url, contact->m_expires) + parameters(contact->m_params);
    if (sip->sip_expires)
        sum += sip->sip_expires->ex_delta;
    for (const sip_authorization_t *each = sip->sip_authorization; each; each = each->au_next)
        sum += text(each->au_scheme) + parameters(each->au_params);
    for (const sip_www_authenticate_t *each = sip->sip_www_authenticate; each; each = each->au_next)
        sum += text(each->au_scheme) + parameters(each->au_params);
    return sum;
}

static void read_message(void *item)
{
    struct bytes *bytes = item;
    msg_t *message = msg_make(sip_default_mclass(), 0, bytes->start, bytes->length);
    sip_t *sip = sip_object(message);
    require(sip && !sip->sip_error && sip->sip_via && sip->sip_from && sip->sip_to && sip->sip_call_id && sip->sip_cseq,
            "sofia-sip does not read this message.");
    found += all(sip);
    msg_destroy(message);
}

static void write_message(void *item)
{
    char buffer[4096];
    ssize_t length = msg_object_e(buffer, sizeof buffer, msg_object(item), 0);
    require(length > 400 && length < (ssize_t)sizeof buffer, "sofia-sip does not write this message.");
    found += length;
}

int main(int count, char **arguments)
{
    require(count > 2, "sip-sofia read|write FILE…");
    for (int i = 2; i < count; i++)
    {
        struct bytes bytes = read_file(arguments[i]);
        if (!strcmp(arguments[1], "read"))
            measure(arguments[i], read_message, &bytes);
        else
            measure(arguments[i], write_message, msg_make(sip_default_mclass(), 0, bytes.start, bytes.length));
    }

    return 0;
}
