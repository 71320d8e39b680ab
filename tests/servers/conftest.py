from .fixtures import pds as pds
