/*
 * libosip2: reads each message given as a file. Its parser keeps Expires as text, which is made a number here.
 *
 * Writing is from a message that was read, made anew.
 *
 *   sip-osip2 read|write FILE…
 */
#include "clock.h"

#include <osipparser2/osip_parser.h>

static unsigned long text(const char *value)
{
    return value ? (unsigned char)*value : 0;
}

static unsigned long parameter(osip_list_t *list, char *name)
{
    osip_generic_param_t *found = NULL;
    osip_generic_param_get_byname(list, name, &found);
    return found ? text(found->gvalue) : 0;
}

static unsigned long address(const osip_uri_t *uri)
{
    return uri ? text(uri->username) + text(uri->host) + text(uri->port) : 0;
}

static unsigned long credentials(osip_authorization_t *each)
{
    return text(each->auth_type) + text(each->username) + text(each->realm) + text(each->nonce) + text(each->uri)
        + text(each->response) + text(each->algorithm) + text(each->cnonce) + text(each->message_qop)
        + text(each->nonce_count) + text(each->opaque);
}

static unsigned long challenge(osip_www_authenticate_t *each)
{
    return text(each->auth_type) + text(each->realm) + text(each->nonce) + text(each->qop_options)
        + text(each->algorithm) + text(each->opaque) + text(each->stale);
}

static unsigned long all(osip_message_t *sip)
{
    unsigned long sum = text(sip->sip_method) + address(sip->req_uri) + sip->status_code + text(sip->reason_phrase);
    osip_via_t *via = osip_list_get(&sip->vias, 0);
    require(via && sip->from && sip->to && sip->call_id && sip->cseq, "libosip2 does not read this message.");
    sum += text(via->protocol) + text(via->host) + text(via->port) + parameter(&via->via_params, "branch")
        + parameter(&via->via_params, "received") + parameter(&via->via_params, "rport");
    sum += address(sip->from->url) + parameter(&sip->from->gen_params, "tag");
    sum += address(sip->to->url) + parameter(&sip->to->gen_params, "tag");
    sum += text(sip->call_id->number) + text(sip->call_id->host);
    sum += strtoul(sip->cseq->number, NULL, 10) + text(sip->cseq->method);
    for (int i = 0; i < osip_list_size(&sip->contacts); i++)
    {
        osip_contact_t *contact = osip_list_get(&sip->contacts, i);
        sum += address(contact->url) + parameter(&contact->gen_params, "expires")
            + parameter(&contact->gen_params, "+sip.instance");
    }

    osip_header_t *expires = NULL;
    osip_message_get_expires(sip, 0, &expires);
    if (expires)
        sum += strtoul(expires->hvalue, NULL, 10);
    for (int i = 0; i < osip_list_size(&sip->authorizations); i++)
        sum += credentials(osip_list_get(&sip->authorizations, i));
    for (int i = 0; i < osip_list_size(&sip->www_authenticates); i++)
        sum += challenge(osip_list_get(&sip->www_authenticates, i));
    return sum;
}

static void read_message(void *item)
{
    struct bytes *bytes = item;
    osip_message_t *message = NULL;
    require(osip_message_init(&message) == 0 && osip_message_parse(message, bytes->start, bytes->length) == 0,
            "libosip2 does not read this message.");
    found += all(message);
    osip_message_free(message);
}

static void write_message(void *item)
{
    char *text = NULL;
    size_t length = 0;
    osip_message_force_update(item);
    require(osip_message_to_str(item, &text, &length) == 0 && length > 400, "libosip2 does not write this message.");
    found += length;
    osip_free(text);
}

int main(int count, char **arguments)
{
    require(count > 2, "sip-osip2 read|write FILE…");
    parser_init();
    for (int i = 2; i < count; i++)
    {
        struct bytes bytes = read_file(arguments[i]);
        osip_message_t *message = NULL;
        require(osip_message_init(&message) == 0 && osip_message_parse(message, bytes.start, bytes.length) == 0,
                "libosip2 does not read this message.");
        if (!strcmp(arguments[1], "read"))
            measure(arguments[i], read_message, &bytes);
        else
            measure(arguments[i], write_message, message);
    }

    return 0;
}
