namespace Dialtone.Wire.Presence;

/// <summary>The namespaces of the documents.</summary>
internal static class PresenceNamespaces
{
    public const string RoamingContacts = "http://schemas.microsoft.com/2006/09/sip/roaming-contacts";
    public const string RoamingSelf = "http://schemas.microsoft.com/2006/09/sip/roaming-self";
    public const string Categories = "http://schemas.microsoft.com/2006/09/sip/categories";
    public const string Containers = "http://schemas.microsoft.com/2006/09/sip/container-management";
    public const string Subscribers = "http://schemas.microsoft.com/2006/09/sip/presence-subscribers";
    public const string RichPresence = "http://schemas.microsoft.com/2006/09/sip/rich-presence";
    public const string State = "http://schemas.microsoft.com/2006/09/sip/state";
    public const string Note = "http://schemas.microsoft.com/2006/09/sip/note";
    public const string Device = "http://schemas.microsoft.com/2006/09/sip/device";
    public const string ContactCard = "http://schemas.microsoft.com/2006/09/sip/contactcard";
    public const string UserProperties = "http://schemas.microsoft.com/2006/09/sip/userProperties";
    public const string CommonTypes = "http://schemas.microsoft.com/2006/09/sip/commontypes";
    public const string BatchSubscribe = "http://schemas.microsoft.com/2006/01/sip/batch-subscribe";
    public const string CategoryList = "http://schemas.microsoft.com/2006/09/sip/categorylist";
    public const string ServiceFault = "http://schemas.microsoft.com/2006/09/sip/service-fault";
    public const string Rlmi = "urn:ietf:params:xml:ns:rlmi";
    public const string Instance = "http://www.w3.org/2001/XMLSchema-instance";
}
